using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>The conformance cases of the binary tensor extension.</summary>
internal static class BinaryCases
{
    private static readonly byte[] Four = Wire.Of(1f, 2f, 3f, 4f);
    private static readonly string Json = Features(16);

    public static IEnumerable<BinaryCase> All =>
    [
        new("binary in, JSON out", "matrix", Json, Four, 200, "\"data\":[10]"),
        new("two rows", "matrix", Features(32, "[2,4]"), [.. Four, .. Four], 200, "\"data\":[10,10]"),
        new("no elements", "matrix", Features(0, "[0,4]"), [], 200, "\"shape\":[0,1],\"data\":[]"),
        new("parameters before the name", "matrix", """{"inputs":[{"parameters":{"binary_data_size":16},"datatype":"FP32","shape":[1,4],"name":"features"}]}""", Four, 200, "\"data\":[10]"),
        new("JSON alone with its length", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", [], 200, "\"data\":[10]"),
        new("white space behind the JSON belongs to it", "matrix", Json + "\n  ", Four, 200, "\"data\":[10]"),
        new("binary columns in the order of the inputs", "flights", Flights(4, 8, 4, 8), [.. Wire.Of(1f), .. Wire.Of(12L), .. Wire.Of(3), .. Wire.Of(2.5)], 200, "18.5"),
        new("JSON between binary columns", "flights", """{"inputs":[{"name":"distance","shape":[1],"datatype":"FP32","parameters":{"binary_data_size":4}},{"name":"hour","shape":[1],"datatype":"INT64","data":[12]},{"name":"weekday","shape":[1],"datatype":"INT32","data":[3]},{"name":"wind","shape":[1],"datatype":"FP64","parameters":{"binary_data_size":8}}]}""", [.. Wire.Of(1f), .. Wire.Of(2.5)], 200, "18.5"),
        new("a binary key", "flights", Flights(4, 8, 4, 8, """,{"name":"flight","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":7}}"""), [.. Wire.Of(1f), .. Wire.Of(12L), .. Wire.Of(3), .. Wire.Of(2.5), .. Wire.Texts("AA1")], 200, "18.5"),
        new("texts", "text", Text(14, "[2,1]"), Wire.Texts("grüß", ""), 200, "[\"grüß\",\"\"]"),
        new("NaN where a value may be missing", "doubles", One("FP64", 8), Wire.Of(double.NaN), 200, "[null]"),
        new("booleans", "flag", One("BOOL", 2, "[2,1]"), [1, 0], 200, "[true,false]"),

        new("too few bytes behind the JSON", "matrix", Json, Four[..12], 400, "expecting 4 additional bytes"),
        new("no bytes behind the JSON", "matrix", Json, [], 400, "expecting 16 additional bytes"),
        new("too many bytes behind the JSON", "matrix", Json, [.. Four, 0], 400, "unexpected additional input data: 1 bytes"),
        new("bytes nobody asked for", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""", Four, 400, "unexpected additional input data: 16 bytes"),
        new("a size unlike the shape", "matrix", Features(12), Four[..12], 400, "has 12 bytes; its shape and datatype FP32 ask for 16"),
        new("a shape beyond all bytes", "matrix", Features(16, "[2147483647,4]"), Four, 400, "ask for"),
        new("a negative size", "matrix", Features(-1), Four, 400, "'binary_data_size' must be"),
        new("a size that is a text", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":"16"}}]}""", Four, 400, "'binary_data_size' must be"),
        new("a size beyond 31 bits", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":4294967296}}]}""", Four, 400, "'binary_data_size' must be"),
        new("a size there twice", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16,"binary_data_size":16}}]}""", Four, 400, "there twice"),
        new("data and binary data", "matrix", """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4],"parameters":{"binary_data_size":16}}]}""", Four, 400, "both 'data' and 'binary_data_size'"),
        new("another datatype than the contract's", "matrix", """{"inputs":[{"name":"features","shape":[1,2],"datatype":"FP64","parameters":{"binary_data_size":16}}]}""", Four, 400, "asks for FP32"),
        new("an infinite number", "matrix", Json, Wire.Of(1f, 2f, 3f, float.PositiveInfinity), 400, "infinite"),
        new("NaN where every value must be there", "matrix", Json, Wire.Of(1f, 2f, 3f, float.NaN), 400, "NaN"),
        new("out of range", "flights", Flights(4, 8, 4, 8), [.. Wire.Of(1f), .. Wire.Of(24L), .. Wire.Of(3), .. Wire.Of(2.5)], 400, "outside the range 0 to 23"),
        new("a byte that is no boolean", "flag", One("BOOL", 1), [2], 400, "no BOOL"),
        new("a text cut short", "text", Text(6), [9, 0, 0, 0, 65, 66], 400, "ends after its tensor"),
        new("a text's length cut short", "text", Text(3), [1, 0, 0], 400, "ends after its tensor"),
        new("a text of four gigabytes", "text", Text(4), [255, 255, 255, 255], 400, "ends after its tensor"),
        new("more texts than the shape", "text", Text(10), Wire.Texts("a", "b"), 400, "has 2 texts; its shape asks for 1"),
        new("a text with a zero byte", "text", Text(7), Wire.Texts("a\0b"), 400, "zero byte"),
        new("a text that is no UTF-8, wanted as JSON", "text", Text(5), Wire.Texts([[0xff]]), 400, "ask for it as binary"),
        new("a key that is no UTF-8", "flights", Flights(4, 8, 4, 8, """,{"name":"flight","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":5}}"""), [.. Wire.Of(1f), .. Wire.Of(12L), .. Wire.Of(3), .. Wire.Of(2.5), .. Wire.Texts([[0xff]])], 400, "must be UTF-8"),
        new("half wanted as JSON", "half", One("FP16", 2), Wire.Of((Half)1), 400, "no JSON form"),
        new("a length beyond the body", "matrix", Json, Four, 400, "length of the") { Length = "9999" },
        new("a length inside the JSON", "matrix", Json, Four, 400, "no valid JSON") { Length = "20" },
        new("a length beyond the JSON", "matrix", Json, Four, 400, "expecting 4 additional bytes") { Length = (Json.Length + 4).ToString(System.Globalization.CultureInfo.InvariantCulture) },
        new("a negative length", "matrix", Json, Four, 400, "must be a whole number") { Length = "-1" },
        new("a length that is no number", "matrix", Json, Four, 400, "must be a whole number") { Length = "ten" },
        new("a length beyond 31 bits", "matrix", Json, Four, 400, "must be a whole number") { Length = "4294967296" },

        new("raw: one row", "matrix", "", Four, 200, "\"binary_data_size\":4") { Length = "0" },
        new("raw: the rows are found from the bytes", "matrix", "", [.. Four, .. Four, .. Four], 200, "\"shape\":[3,1]") { Length = "0" },
        new("raw: an image", "image", "", Wire.Of(1f, 2f, 3f, 4f, 5f, 6f), 200, "\"shape\":[1,1]") { Length = "0" },
        new("raw: one text without a length", "text", "", "a picture"u8.ToArray(), 200, "\"binary_data_size\":13") { Length = "0" },
        new("raw: half", "half", "", Wire.Of((Half)2), 200, "\"binary_data_size\":2") { Length = "0" },
        new("raw: a part of a row", "matrix", "", Four[..14], 400, "a multiple of 16") { Length = "0" },
        new("raw: nothing", "matrix", "", [], 400, "empty") { Length = "0" },
        new("raw: several inputs", "echo", "", Four, 400, "only where one tensor is asked for") { Length = "0" },
        new("raw: columns of several types", "flights", "", Four, 400, "only where one tensor is asked for") { Length = "0" },
        new("raw: a text with a zero byte", "text", "", [65, 0], 400, "zero byte") { Length = "0" },
        new("raw: an infinite number", "matrix", "", Wire.Of(1f, 2f, 3f, float.NegativeInfinity), 400, "infinite") { Length = "0" },
    ];

    private static string Features(int size, string shape = "[1,4]") =>
        $$$"""{"inputs":[{"name":"features","shape":{{{shape}}},"datatype":"FP32","parameters":{"binary_data_size":{{{size}}}}}]}""";

    private static string One(string type, int size, string shape = "[1,1]") =>
        $$$"""{"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"{{{type}}}","parameters":{"binary_data_size":{{{size}}}}}]}""";

    private static string Text(int size, string shape = "[1,1]") => One("BYTES", size, shape);

    private static string Flights(int distance, int hour, int weekday, int wind, string more = "") =>
        $$"""{"inputs":[{{Column("distance", "FP32", distance)}},{{Column("hour", "INT64", hour)}},{{Column("weekday", "INT32", weekday)}},{{Column("wind", "FP64", wind)}}{{more}}]}""";

    private static string Column(string name, string type, int size) =>
        $$$"""{"name":"{{{name}}}","shape":[1],"datatype":"{{{type}}}","parameters":{"binary_data_size":{{{size}}}}}""";
}
