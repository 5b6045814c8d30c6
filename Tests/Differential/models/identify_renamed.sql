-- The seed's renames and ignored traits; one row a phone number.
{{ nexus.customer_io_identify(
    entity_type='person',
    user_id_column='user_id',
    dedupe_column='phone',
    ignore_traits=['internal_score', 'debug_flag'],
    rename_traits={
        'first_name': 'firstName',
        'last_name': 'lastName',
        'phone': 'phone_number'
    },
    filters=["phone IS NOT NULL"]
) }}
