# Letters about tokens: subjects, and what stands below them.

mail-issued = Token “{ $name }” was issued
mail-rotated = Token “{ $name }” has a new secret
mail-revoked = Token “{ $name }” was revoked
mail-expires-30 = Token “{ $name }” expires within 30 days
mail-expires-7 = Token “{ $name }” expires within 7 days
mail-expires-1 = Token “{ $name }” expires within 24 hours
mail-expired = Token “{ $name }” has expired
mail-test = Test message
mail-many = { $n ->
    [one] { $n } message about tokens
   *[other] { $n } messages about tokens
}

mail-advice-expires = From then on, programs that use it are refused. Move its expiration date, or have another token issued in time.
mail-advice-expired = Programs that use it are refused from now on.
mail-advice-test = Somebody wanted to see whether messages about tokens arrive here. They do.

mail-tenant = Tenant: { $name }
mail-id = Token: { $id }
mail-end = Expires: { $when }
mail-no-end = Expires: never
mail-when = When: { $when }
mail-why = This address is told about the tokens of { $tenant }. That is set here: { $address }
