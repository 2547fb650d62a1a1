INSERT DATA { clx:Event ex:undeclared "words" }
