INSERT DATA { clx:issuedUnder owl:equivalentProperty clx:linkedScheme }
