INSERT DATA { clx:Event skos:altLabel "happening"@en . clx:Link skos:altLabel "happening"@en }
