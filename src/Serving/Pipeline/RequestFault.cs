namespace Cairn.Serving;

/// <summary>A request that is refused: names the field and the mend, never a value that was sent.</summary>
internal sealed class RequestFault(int status, ErrorKind kind, string message, string? column = null) : Exception(message)
{
    public int Status => status;

    public ErrorKind Kind => kind;

    /// <summary>The column of the contract that was breached.</summary>
    public string? Column => column;

    /// <summary>Columns that were breached besides.</summary>
    public IReadOnlyList<string> AlsoBreached { get; set; } = [];

    /// <summary>When it is worth to come again; null: in a second, where that helps.</summary>
    public TimeSpan? Again { get; init; }

    /// <summary>A model was at work on it and did not answer in time: that is counted by its variant.</summary>
    public bool IsCutOff { get; init; }

    public static RequestFault Malformed(string message) => new(400, ErrorKind.Malformed, message);

    public static RequestFault Contract(string message, string? column = null) => new(400, ErrorKind.Contract, message, column);

    public static RequestFault NotFound(string message) => new(404, ErrorKind.NotFound, message);

    public static RequestFault TooLarge(string message) => new(413, ErrorKind.TooLarge, message);

    public static RequestFault Unsupported(string message) => new(415, ErrorKind.Unsupported, message);
}
