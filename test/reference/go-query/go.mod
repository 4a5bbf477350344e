module go-query
