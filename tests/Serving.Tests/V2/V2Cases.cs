namespace Cairn.Serving.Tests.V2;

/// <summary>The conformance cases of infer: what is sent, what must come back.</summary>
internal static class V2Cases
{
    private const string One = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    public static IEnumerable<V2Case> Answered =>
    [
        new("flat data", "matrix", One, 200, "[10]"),
        new("nested data", "matrix", Features("[1,4]", "[[1,2,3,4]]"), 200, "[10]"),
        new("mixed nesting", "matrix", Features("[2,4]", "[[1,2,3,4],5,6,[7,8]]"), 200, "[10,26]"),
        new("two rows", "matrix", Features("[2,4]", "[1,2,3,4,5,6,7,8]"), 200, "[10,26]"),
        new("no rows", "matrix", Features("[0,4]", "[]"), 200, "\"shape\":[0,1],\"data\":[]"),
        new("decimals and exponents", "matrix", Features("[1,4]", "[1.5,-2e1,3E0,0.5]"), 200, "[-15]"),
        new("data before shape and datatype", "matrix", """{"inputs":[{"data":[1,2,3,4],"name":"features","datatype":"FP32","shape":[1,4]}]}""", 200, "[10]"),
        new("everything in another order", "matrix", """{"outputs":[{"name":"sum"}],"inputs":[{"datatype":"FP32","shape":[1,4],"data":[[1,2,3,4]],"name":"features"}],"id":"order-1"}""", 200, "\"id\":\"order-1\""),
        new("unknown names are passed over", "matrix", """{"model_name":"x","extra":{"a":[1,{"b":2}]},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","more":[[1]],"data":[1,2,3,4]}]}""", 200, "[10]"),
        new("outputs choose", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[0,0,0,0]}],"outputs":[{"name":"score"}]}""", 200, "[0.5]"),
        new("outputs in the order asked", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[0,0,0,0]}],"outputs":[{"name":"sum"},{"name":"score"}]}""", 200, "\"outputs\":[{\"name\":\"sum\""),
        new("an empty outputs list means all", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[0,0,0,0]}],"outputs":[]}""", 200, "score"),
        new("parameters of every kind", "matrix", """{"parameters":{"a":"x","b":1.5,"c":true,"sequence_id":7},"inputs":[{"name":"features","parameters":{"p":1},"shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 200, "[10]"),
        new("no data for no elements", "matrix", """{"inputs":[{"name":"features","shape":[0,4],"datatype":"FP32"}]}""", 200, "\"shape\":[0,1],\"data\":[]"),
        new("binary output refused by the request", "matrix", """{"parameters":{"binary_data_output":false},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 200, "[10]"),
        new("a timeout that is long enough", "matrix", """{"parameters":{"timeout":60000000,"priority":1},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 200, "[10]"),
        new("a sequence by text", "matrix", """{"parameters":{"sequence_id":"a","sequence_start":true,"sequence_end":false},"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 200, "[10]"),
        new("largest int16", "rest", Rest(i16: "32767"), 200, "[32767]"),
        new("least int16", "rest", Rest(i16: "-32768"), 200, "[-32768]"),
        new("least int8", "rest", Rest(i8: "-128"), 200, "[-128]"),
        new("largest uint64", "rest", Rest(u64: "18446744073709551615"), 200, "[18446744073709551615]"),
        new("largest uint32", "rest", Rest(u32: "4294967295"), 200, "[4294967295]"),
        new("largest uint16", "rest", Rest(u16: "65535"), 200, "[65535]"),
        new("a single text", "text", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"BYTES","data":["caf\u00e9"]}]}""", 200, "[\"café\"]"),
        new("null is a missing double where it may be", "doubles", """{"inputs":[{"name":"x","shape":[2],"datatype":"FP64","data":[null,1]}]}""", 200, "[null,1]"),
        new("an empty id is none", "matrix", """{"id":"","inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 200, "[10]"),
        new("the answer names version and variant", "matrix", One, 200, "\"model_version\":\"7\""),
        new("parameters of the answer", "matrix", One, 200, "\"parameters\":{\"version\":\"7\",\"variant\":\"stable\",\"prediction_ids\":\""),
        new("white space everywhere", "matrix", " {\n \"inputs\" : [ { \"name\" : \"features\" , \"shape\" : [ 1 , 4 ] , \"datatype\" : \"FP32\" , \"data\" : [ 1 , 2 , 3 , 4 ] } ] } \n", 200, "[10]"),
        new("every type comes back", "echo", Echo(), 200, "\"datatype\":\"BYTES\",\"shape\":[1,1],\"data\":[\"t\"]"),
        new("largest int64", "echo", Echo(i64: "9223372036854775807"), 200, "[9223372036854775807]"),
        new("least int64", "echo", Echo(i64: "-9223372036854775808"), 200, "[-9223372036854775808]"),
        new("largest int32", "echo", Echo(i32: "2147483647"), 200, "[2147483647]"),
        new("largest uint8", "echo", Echo(u8: "255"), 200, "[255]"),
        new("false", "echo", Echo(flag: "false"), 200, "[false]"),
        new("float64 keeps its digits", "echo", Echo(f64: "0.1234567890123456"), 200, "[0.1234567890123456]"),
        new("float32 rounds a decimal", "echo", Echo(f32: "0.1"), 200, "[0.1]"),
        new("exact whole float32", "echo", Echo(f32: "16777216"), 200, "[16777216]"),
        new("a whole number beyond 64 bits that float64 holds", "echo", Echo(f64: "1180591620717411303424"), 200, "[1.1805916207174113E+21]"),
        new("a large decimal is rounded", "echo", Echo(f64: "1e23"), 200, "[1E+23]"),
        new("the last exact whole number within a range", "wholes", Wholes("9007199254740992"), 200, "[9007199254740992]"),
        new("an allowed whole number beyond 53 bits", "wholes", Wholes(allowed: "9007199254740993"), 200, "[9007199254740993]"),
        new("an escaped text", "echo", Echo(text: "\"a\\u00e9\\n\""), 200, "text_out"),
        new("an empty text", "echo", Echo(text: "\"\""), 200, "[\"\"]"),
        new("a surrogate pair", "echo", Echo(text: "\"\\ud83d\\ude00\""), 200, "text_out"),
        new("shape [N] stands for [N,1]", "echo", Echo(shape: "[1]"), 200, "text_out"),
        new("three dimensions flat", "image", Pixels("[1,2,3]", "[1,2,3,4,5,6]"), 200, "[21]"),
        new("three dimensions nested", "image", Pixels("[2,2,3]", "[[[1,2,3],[4,5,6]],[[0,0,0],[0,0,1]]]"), 200, "[21,1]"),
        new("named columns over a matrix model", "flights", Flights(), 200, "[18"),
        new("the key is taken beside the columns", "flights", Flights(more: ""","inputs2":0""", key: """,{"name":"flight","shape":[1],"datatype":"BYTES","data":["AA1"]}"""), 200, "sum"),
        new("a key of whole numbers", "flights", Flights(key: """,{"name":"flight","shape":[1,1],"datatype":"INT64","data":[17]}"""), 200, "sum"),
        new("a missing value where it may be", "flights", Flights(wind: "null"), 200, "[null]"),
    ];

    public static IEnumerable<V2Case> Refused =>
    [
        new("empty body", "matrix", "", 400, "JSON"),
        new("a list", "matrix", "[]", 400, "'inputs'"),
        new("a number", "matrix", "1", 400, "'inputs'"),
        new("null", "matrix", "null", 400, "'inputs'"),
        new("cut JSON", "matrix", One[..50], 400, "valid JSON"),
        new("two objects", "matrix", One + One, 400, "JSON"),
        new("a comment", "matrix", "/* */" + One, 400, "valid JSON"),
        new("trailing comma", "matrix", """{"inputs":[],}""", 400, "valid JSON"),
        new("no inputs", "matrix", "{}", 400, "'inputs' is missing"),
        new("inputs null", "matrix", """{"inputs":null}""", 400, "'inputs' must be a list"),
        new("inputs an object", "matrix", """{"inputs":{}}""", 400, "'inputs' must be a list"),
        new("an empty list of inputs", "matrix", """{"inputs":[]}""", 400, "'features' is missing"),
        new("an input that is no object", "matrix", """{"inputs":[1]}""", 400, "must be an object"),
        new("inputs twice", "matrix", """{"inputs":[],"inputs":[]}""", 400, "twice"),
        new("data twice", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4],"data":[1,2,3,4]}]}""", 400, "'data' is there twice"),
        new("the input twice", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]},{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 400, "twice"),
        new("no name", "matrix", """{"inputs":[{"shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 400, "'name'"),
        new("no shape", "matrix", """{"inputs":[{"name":"features","datatype":"FP32","data":[1,2,3,4]}]}""", 400, "no 'shape'"),
        new("no datatype", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"data":[1,2,3,4]}]}""", 400, "no 'datatype'"),
        new("no data", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32"}]}""", 400, "no 'data'"),
        new("a name that is no text", "matrix", """{"inputs":[{"name":1,"shape":[1,4],"datatype":"FP32","data":[]}]}""", 400, "'name'"),
        new("an unknown input", "matrix", """{"inputs":[{"name":"secret-value","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 400, "'features'"),
        new("an unknown datatype", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FLOAT","data":[1,2,3,4]}]}""", 400, "FP32"),
        new("a datatype in small letters", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"fp32","data":[1,2,3,4]}]}""", 400, "FP32"),
        new("another datatype than the contract's", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP64","data":[1,2,3,4]}]}""", 400, "sent as FP64; the contract asks for FP32"),
        new("FP16 as JSON", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP16","data":[1,2,3,4]}]}""", 400, "FP16"),
        new("fewer elements than the shape", "matrix", Features("[1,4]", "[1,2,3]"), 400, "does not hold the 4 elements"),
        new("more elements than the shape", "matrix", Features("[1,4]", "[1,2,3,4,5]"), 400, "does not hold the 4 elements"),
        new("elements for an empty shape", "matrix", Features("[0,4]", "[1]"), 400, "does not hold the 0 elements"),
        new("another width", "matrix", Features("[1,3]", "[1,2,3]"), 400, "[1,3]"),
        new("another rank", "matrix", Features("[4]", "[1,2,3,4]"), 400, "[4]"),
        new("a negative size", "matrix", Features("[-1,4]", "[1,2,3,4]"), 400, "'shape'"),
        new("a broken size", "matrix", Features("[1.5,4]", "[1,2,3,4]"), 400, "'shape'"),
        new("an overflowing shape", "matrix", Features("[2147483647,2147483647]", "[1,2,3,4]"), 400, "elements"),
        new("a size beyond 32 bits", "matrix", Features("[99999999999,4]", "[1]"), 400, "'shape'"),
        new("nine dimensions", "matrix", Features("[1,1,1,1,1,1,1,1,4]", "[1,2,3,4]"), 400, "'shape'"),
        new("an empty shape", "matrix", Features("[]", "[1]"), 400, "'shape'"),
        new("a shape that is a number", "matrix", Features("4", "[1,2,3,4]"), 400, "'shape'"),
        new("data that are a number", "matrix", Features("[1,4]", "4"), 400, "'data' of input 'features' must be a list"),
        new("data that are null", "matrix", Features("[1,4]", "null"), 400, "must be a list"),
        new("a text for a number", "matrix", Features("[1,4]", "[1,2,3,\"4\"]"), 400, "a text where FP32"),
        new("a boolean for a number", "matrix", Features("[1,4]", "[1,2,3,true]"), 400, "a boolean where FP32"),
        new("an object for a number", "matrix", Features("[1,4]", "[1,2,3,{}]"), 400, "an object where FP32"),
        new("null for a number", "matrix", Features("[1,4]", "[1,2,3,null]"), 400, "missing value"),
        new("NaN is no JSON", "matrix", Features("[1,4]", "[1,2,3,NaN]"), 400, "valid JSON"),
        new("Infinity is no JSON", "matrix", Features("[1,4]", "[1,2,3,Infinity]"), 400, "valid JSON"),
        new("beyond float32", "matrix", Features("[1,4]", "[1,2,3,1e39]"), 400, "cannot hold"),
        new("a whole number that float32 cannot hold", "matrix", Features("[1,4]", "[1,2,3,16777217]"), 400, "cannot hold"),
        new("beyond float64", "echo", Echo(f64: "1e999"), 400, "cannot hold"),
        new("a whole number that float64 cannot hold", "echo", Echo(f64: "9007199254740993"), 400, "cannot hold"),
        new("a whole number of 24 digits that float64 cannot hold", "echo", Echo(f64: "100000000000000000000001"), 400, "cannot hold"),
        new("a whole number beyond 64 bits that float64 cannot hold", "echo", Echo(f64: "-18446744073709551617"), 400, "cannot hold"),
        new("a whole number that float32 and float64 round alike", "echo", Echo(f32: "1152921504606846977"), 400, "cannot hold"),
        new("one above a range of 53 bits", "wholes", Wholes("9007199254740993"), 400, "outside the range"),
        new("one beside an allowed value of 54 bits", "wholes", Wholes(allowed: "9007199254740992"), 400, "none of the allowed values"),
        new("uint8 does not wrap", "echo", Echo(u8: "300"), 400, "UINT8 cannot hold"),
        new("uint8 has no sign", "echo", Echo(u8: "-1"), 400, "UINT8 cannot hold"),
        new("int32 does not wrap", "echo", Echo(i32: "2147483648"), 400, "INT32 cannot hold"),
        new("int64 does not wrap", "echo", Echo(i64: "9223372036854775808"), 400, "INT64 cannot hold"),
        new("int16 does not wrap", "rest", Rest(i16: "32768"), 400, "INT16 cannot hold"),
        new("int8 does not wrap", "rest", Rest(i8: "128"), 400, "INT8 cannot hold"),
        new("uint16 does not wrap", "rest", Rest(u16: "65536"), 400, "UINT16 cannot hold"),
        new("uint32 does not wrap", "rest", Rest(u32: "4294967296"), 400, "UINT32 cannot hold"),
        new("uint64 does not wrap", "rest", Rest(u64: "18446744073709551616"), 400, "UINT64 cannot hold"),
        new("uint64 has no sign", "rest", Rest(u64: "-1"), 400, "UINT64 cannot hold"),
        new("half as JSON", "half", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP16","data":[1]}]}""", 400, "send it as binary data"),
        new("a decimal is no int", "echo", Echo(i64: "1.5"), 400, "INT64 cannot hold"),
        new("an exponent is no int", "echo", Echo(i64: "1e2"), 400, "INT64 cannot hold"),
        new("1 is no boolean", "echo", Echo(flag: "1"), 400, "a number where BOOL"),
        new("a number is no text", "echo", Echo(text: "1"), 400, "a number where BYTES"),
        new("null is no text", "echo", Echo(text: "null"), 400, "missing value"),
        new("a lone surrogate", "echo", Echo(text: "\"\\ud800\""), 400, "surrogate"),
        new("the zero character", "echo", Echo(text: "\"a\\u0000b\""), 400, "U+0000"),
        new("rows that differ", "flights", Flights(hourShape: "[2,1]", hour: "12,13"), 400, "another number of rows"),
        new("below the range", "flights", Flights(distance: "-1"), 400, "'distance', row 0: the value lies outside the range 0 to 5000"),
        new("above the range", "flights", Flights(hour: "24"), 400, "outside the range 0 to 23"),
        new("not an allowed value", "flights", Flights(weekday: "8"), 400, "none of the allowed values (1, 2, 3, 4, 5, 6, 7)"),
        new("a column missing", "flights", """{"inputs":[{"name":"hour","shape":[1],"datatype":"INT64","data":[1]}]}""", 400, "'distance' is missing"),
        new("a key for another number of rows", "flights", Flights(key: """,{"name":"flight","shape":[2],"datatype":"BYTES","data":["a","b"]}"""), 400, "another number of rows"),
        new("a key of floats", "flights", Flights(key: """,{"name":"flight","shape":[1],"datatype":"FP32","data":[1]}"""), 400, "key 'flight' must be"),
        new("too many rows", "flights", Flights(shape: "[11,1]", distance: Repeat("1", 11), hour: Repeat("1", 11), weekday: Repeat("1", 11), wind: Repeat("1", 11), hourShape: "[11,1]"), 413, "at most 10"),
        new("an unknown output", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"nothing"}]}""", 400, "output that the model does not have"),
        new("an output twice", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"sum"},{"name":"sum"}]}""", 400, "twice"),
        new("an output without a name", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{}]}""", 400, "no 'name'"),
        new("outputs that are a text", "matrix", """{"inputs":[],"outputs":"sum"}""", 400, "'outputs'"),
        new("a nested parameter", "matrix", """{"parameters":{"a":{}},"inputs":[]}""", 400, "nested"),
        new("parameters that are a list", "matrix", """{"parameters":[],"inputs":[]}""", 400, "'parameters' must be an object"),
        new("a binary output that is a text", "matrix", """{"parameters":{"binary_data_output":"yes"},"inputs":[]}""", 400, "'binary_data_output' must be true or false"),
        new("a binary wish that is a number", "matrix", """{"inputs":[],"outputs":[{"name":"sum","parameters":{"binary_data":1}}]}""", 400, "'binary_data' must be true or false"),
        new("a wish there twice", "matrix", """{"parameters":{"binary_data_output":true,"binary_data_output":false},"inputs":[]}""", 400, "there twice"),
        new("a negative timeout", "matrix", """{"parameters":{"timeout":-1},"inputs":[]}""", 400, "'timeout'"),
        new("a timeout that is a text", "matrix", """{"parameters":{"timeout":"1s"},"inputs":[]}""", 400, "'timeout'"),
        new("classification", "matrix", """{"inputs":[],"outputs":[{"name":"score","parameters":{"classification":3}}]}""", 400, "'classification' is not offered"),
        new("shared memory for an output", "matrix", """{"inputs":[],"outputs":[{"name":"score","parameters":{"shared_memory_region":"r"}}]}""", 400, "Shared memory"),
        new("binary data without the length of the JSON", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}]}""", 400, "Inference-Header-Content-Length' is missing"),
        new("data and binary data", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4],"parameters":{"binary_data_size":16}}]}""", 400, "both 'data' and 'binary_data_size'"),
        new("shared memory", "matrix", """{"inputs":[{"name":"features","parameters":{"shared_memory_region":"r"},"shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", 400, "Shared memory"),
        new("an id with a space", "matrix", """{"id":"a b","inputs":[]}""", 400, "'id'"),
        new("an id that is a number", "matrix", """{"id":1,"inputs":[]}""", 400, "'id'"),
        new("an id beyond 128 characters", "matrix", $$"""{"id":"{{new string('x', 129)}}","inputs":[]}""", 400, "'id'"),
        new("too deep", "matrix", Features("[1,4]", new string('[', 100) + "1" + new string(']', 100)), 400, "nested deeper than 64"),
        new("an unknown model", "nobody", One, 404, "no such model"),
        new("a model name with a slash", "a%2Fb", One, 404, "no such model"),
        new("an unknown version", "matrix/versions/8", One, 404, "not loaded"),
    ];

    private static string Repeat(string text, int times) => string.Join(",", Enumerable.Repeat(text, times));

    private static string Features(string shape, string data) =>
        $$"""{"inputs":[{"name":"features","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""";

    private static string Pixels(string shape, string data) =>
        $$"""{"inputs":[{"name":"pixels","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""";

    private static string Tensor(string name, string shape, string type, string data) =>
        $$"""{"name":"{{name}}","shape":{{shape}},"datatype":"{{type}}","data":[{{data}}]}""";

    private static string Echo(
        string f32 = "1", string f64 = "2", string i64 = "3", string i32 = "4", string u8 = "5", string flag = "true", string text = "\"t\"", string shape = "[1,1]") =>
        $$"""{"inputs":[{{string.Join(",",
            Tensor("f32", shape, "FP32", f32), Tensor("f64", shape, "FP64", f64), Tensor("i64", shape, "INT64", i64), Tensor("i32", shape, "INT32", i32),
            Tensor("u8", shape, "UINT8", u8), Tensor("flag", shape, "BOOL", flag), Tensor("text", shape, "BYTES", text))}}]}""";

    private static string Wholes(string ranged = "1", string allowed = "9007199254740993") =>
        $$"""{"inputs":[{{Tensor("i64", "[1,1]", "INT64", ranged)}},{{Tensor("u64", "[1,1]", "UINT64", allowed)}}]}""";

    private static string Rest(string i16 = "1", string i8 = "2", string u64 = "3", string u32 = "4", string u16 = "5") =>
        $$"""{"inputs":[{{string.Join(",",
            Tensor("i16", "[1,1]", "INT16", i16), Tensor("i8", "[1,1]", "INT8", i8), Tensor("u64", "[1,1]", "UINT64", u64),
            Tensor("u32", "[1,1]", "UINT32", u32), Tensor("u16", "[1,1]", "UINT16", u16))}}]}""";

    private static string Flights(
        string distance = "1", string hour = "12", string weekday = "3", string wind = "2.5",
        string shape = "[1,1]", string hourShape = "[1,1]", string key = "", string more = "") =>
        $$"""{"inputs":[{{string.Join(",",
            Tensor("distance", shape, "FP32", distance), Tensor("hour", hourShape, "INT64", hour),
            Tensor("weekday", shape, "INT32", weekday), Tensor("wind", shape, "FP64", wind))}}{{key}}]{{more}}}""";
}
