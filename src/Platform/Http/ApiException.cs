namespace Cairn.Platform.Http;

/// <summary>A user's mistake or a state that forbids the act: answered as problem details (RFC 9457) with the field and the mend.</summary>
/// <param name="status">400, 401, 403, 404, 409, 413, 415, 422 or 429.</param>
/// <param name="code">A stable word for programs, e.g. <c>not-found</c>.</param>
/// <param name="detail">What is wrong, naming the field but no data values or secrets.</param>
public sealed class ApiException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The field that is wrong, as a path.</summary>
    public string? Field { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Mend { get; init; }

    /// <summary>Further members of the problem details, e.g. the faults of a file.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public static ApiException Invalid(string field, string detail, string? mend = null) => new(400, "invalid", detail) { Field = field, Mend = mend };

    public static ApiException NotFound(string noun, string id, string? mend = null) => new(404, "not-found", $"There is no {noun} '{id}'.") { Mend = mend };

    public static ApiException Conflict(string detail, string? mend = null) => new(409, "conflict", detail) { Mend = mend };

    public static ApiException Forbidden(string detail, string? mend = null) => new(403, "forbidden", detail) { Mend = mend };
}
