INSERT DATA { clx:issuedUnder a owl:SymmetricProperty }
