-- The same, for a pipeline that asks for what the macro does: `null_keys: collapse`.
{{ nexus.customer_io_identify(
    entity_type='person',
    user_id_column='user_id'
) }}
