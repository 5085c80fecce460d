# Mail about tokens: subjects and bodies.

mail-issued = Token “{ $name }” was created
mail-rotated = Token “{ $name }” was rotated
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

mail-advice-expires = Programs that use it will stop working then. Choose a later expiration date, or create a new token in time.
mail-advice-expired = Programs that use it no longer work.
mail-advice-test = This is a test. Messages about tokens reach this address.

mail-tenant = Tenant: { $name }
mail-id = Token: { $id }
mail-end = Expires: { $when }
mail-no-end = Expires: never
mail-when = Time: { $when }
mail-why = This address receives notifications about the tokens of { $tenant }. Change this here: { $address }
