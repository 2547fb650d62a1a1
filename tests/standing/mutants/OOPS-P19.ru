INSERT DATA { clx:issuedUnder rdfs:domain clx:Scheme }
