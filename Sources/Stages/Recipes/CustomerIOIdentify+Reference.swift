import StageKit

extension CustomerIOIdentify {
  static let notes =
    [
      "`customer_io_identify` is built in: the rows and columns of an identify, as dbt-nexus' macro of that name makes them. Its parameters:"
    ]
    + fields.map { field in
      "`\(field.name)`: \(field.doc)" + (field.standard.map { " Default `\($0)`." } ?? "")
    } + [
      "It leaves `userId`, `anonymousId` (if asked for), `timestamp` (of `_updated_at`), then every other column as a trait, but for `entity_id`, `entity_type`, `_processed_at` and `traits_entity_id`; `_created_at` becomes `created_at`.",
      "As in the macro, the column that becomes `userId` is no trait: with `user_id_column: email` Customer.io takes the e-mail from `userId`. To send it as an attribute too, add `derive: { email: userId }` behind the recipe.",
    ]

  static let examples = [
    Example(
      "one row an e-mail, the latest wins",
      "recipe: { name: customer_io_identify, with: { filters: [email IS NOT NULL] } }",
      given: """
        entity_id,entity_type,user_id,email,plan,_processed_at,_updated_at,_created_at
        e1,person,1,ann@x.io,free,p,2024-01-02,2023-01-01
        e2,person,2,Ann@X.io ,pro,p,2024-03-01,2023-01-02
        e3,group,3,bob@x.io,pro,p,2024-03-01,2023-01-03
        e4,person,,cem@x.io,pro,p,2024-03-01,2023-01-04
        e5,person,5,,pro,p,2024-03-01,2023-01-05

        """,
      expect: """
        userId,timestamp,email,plan,_updated_at,created_at
        2,2024-03-01,"Ann@X.io ",pro,2024-03-01,2023-01-02

        """),
    Example(
      "with an anonymous id, traits ignored and renamed, and null keys kept",
      """
      recipe:
        name: customer_io_identify
        with:
          user_id_column: email
          anonymous_id_column: segment_anonymous_id
          ignore_traits: ["facebook_*", internal_score]
          rename_traits: { first_name: firstName }
          filters: ["status = 'active' OR status = 'trial'"]
      """,
      given: """
        entity_id,entity_type,email,segment_anonymous_id,first_name,status,facebook_id,internal_score,_updated_at
        e1,person,,anon-1,Ann,active,f,1,2024-01-02
        e2,person,,anon-2,Bob,trial,f,1,2024-01-03
        e3,person,,,Cem,active,f,1,2024-01-04
        e4,group,d@x.io,,Dee,trial,f,1,2024-01-05
        e5,person,e@x.io,,Eve,gone,f,1,2024-01-06
        e6,person,f@x.io,,Fay,trial,f,1,2024-01-07

        """,
      expect: """
        userId,anonymousId,timestamp,firstName,status,_updated_at
        ,anon-1,2024-01-02,Ann,active,2024-01-02
        ,anon-2,2024-01-03,Bob,trial,2024-01-03
        f@x.io,,2024-01-07,Fay,trial,2024-01-07

        """),
  ]
}
