-- The macro's defaults: people without e-mail are in, and so are null keys.
{{ nexus.customer_io_identify(
    entity_type='person',
    user_id_column='user_id'
) }}
