INSERT DATA { clx:issues a owl:ObjectProperty ; rdfs:domain clx:Body ; rdfs:range clx:AssetType ; owl:inverseOf clx:issuedUnder }
