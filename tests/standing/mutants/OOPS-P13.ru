INSERT DATA { clx:issues a owl:ObjectProperty ; rdfs:domain clx:Scheme ; rdfs:range clx:AssetType }
