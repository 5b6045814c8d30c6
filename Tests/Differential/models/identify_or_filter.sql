-- A filter with an OR in it.
{{ nexus.customer_io_identify(
    entity_type='person',
    user_id_column='user_id',
    filters=[
        "email IS NOT NULL",
        "status = 'active' OR plan = 'premium'"
    ]
) }}
