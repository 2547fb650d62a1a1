INSERT DATA { clx:Event skos:altLabel "happening"@en ; oio:hasBroadSynonym "happening"@en }
