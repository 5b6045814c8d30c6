with locations as (
    select
        entity_id,
        location_id,
        location_name,
        location_lobbie_integration_uuid,
        _updated_at,
        _created_at
    from {{ ref('nexus_entities') }}
    where entity_type = 'group'
      and location_id is not null
)

select
    location_id as "groupId",
    '1' as "objectTypeId",
    to_timestamp_ntz(_updated_at) as "timestamp",
    location_name as "location_name",
    location_lobbie_integration_uuid as "location_lobbie_integration_uuid",
    entity_id as "nexus_entity_id",
    to_timestamp_ntz(_created_at) as "created_at"
from locations
order by "timestamp" desc nulls first
