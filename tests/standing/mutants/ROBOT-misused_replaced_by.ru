INSERT DATA { clx:Event dcterms:isReplacedBy clx:Link }
