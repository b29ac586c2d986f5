namespace Cairn.Endpoints;

/// <summary>
/// Columns of a prediction file before the inputs and outputs. A failed request is one row with no <c>prediction_id</c>, its
/// <c>status</c> and <c>error</c>. <c>trace</c> is the caller's, as <c>traceparent</c> writes it. <c>score</c> is the last column of the first float output, <c>label</c> the first value of the first other output as text.
/// <c>unit_hash</c> is the same for requests that stick together; null where one version answers, or without a sticky key.
/// </summary>
public static class PredictionColumns
{
    /// <summary>A tensor with more values in a row than this is one column that holds a list.</summary>
    public const int Widest = 64;

    public const string Unit = "unit_hash";

    public static IReadOnlyList<(string Name, string Type)> Fixed { get; } =
    [
        ("prediction_id", "VARCHAR"), ("request_id", "VARCHAR"), ("row", "BIGINT"), ("key", "VARCHAR"), ("at", "TIMESTAMP"), ("version", "VARCHAR"), ("variant", "VARCHAR"),
        ("status", "BIGINT"), ("error", "VARCHAR"), ("latency_us", "BIGINT"), ("pinned", "BOOLEAN"), ("trace", "VARCHAR"), ("score", "DOUBLE"), ("label", "VARCHAR"), (Unit, "BIGINT"),
    ];

    /// <summary>The column of an input: its name, or <c>in_name</c> where that is taken.</summary>
    public static string Input(string name) => Fixed.Any(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)) ? "in_" + name : name;

    /// <summary>The column of an input's element: as the input, or <c>name_2</c> where a row has several.</summary>
    public static string Input(string name, int column, int width) => Input(width == 1 ? name : $"{name}_{column}");

    /// <summary>The column of an output's element: <c>out_name</c>, or <c>out_name_2</c> where a row has several.</summary>
    public static string Output(string name, int column, int width) => width == 1 ? "out_" + name : $"out_{name}_{column}";

    /// <summary>The column of a wide tensor, whose values are a list in row-major order. Another name than a narrow one's: a model may change its width.</summary>
    public static string InputList(string name) => Input(name + "_values");

    /// <inheritdoc cref="InputList"/>
    public static string OutputList(string name) => $"out_{name}_values";
}
