-- Only include persons who have reached "paying customer" state
with paying_customers as (
    select distinct entity_id
    from {{ ref('high_level_customer_journey') }}
    where state_value != 'lead'
),

current_journey_state as (
    select
        e.email,
        hlcj.state_value
    from {{ ref('high_level_customer_journey') }} hlcj
    inner join {{ ref('nexus_entities') }} e
        on hlcj.entity_id = e.entity_id
    where hlcj.is_current = true
),

persons as (
{{ nexus.customer_io_identify(
    entity_type='person',
    user_id_column='email',
    anonymous_id_column='segment_anonymous_id',
    dedupe_column='email',
    ignore_traits=[
        'location_lobbie_integration_uuid',
        'location_name',
        'location_id',
        'facebook_pixel_id',
        'facebook_access_key',
        'google_ads_account_id',
        'facebook_account_id'
    ],
    filters=[
        "email IS NOT NULL",
        "entity_id IN (SELECT entity_id FROM paying_customers)"
    ]
) }}
),

persons_with_state as (
    select
        p.*,
        cjs.state_value as "customer_journey_state"
    from persons p
    left join current_journey_state cjs
        on p."userId" = cjs.email
)

select * from persons_with_state
order by "timestamp" desc nulls first
