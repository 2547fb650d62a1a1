INSERT DATA { clx:issuedUnder a owl:TransitiveProperty }
