namespace Cairn.Serving;

/// <summary>Why a request was not answered with 200; the label of counters and of the log.</summary>
public enum ErrorKind
{
    None,

    /// <summary>The body is not what the protocol asks for.</summary>
    Malformed,

    /// <summary>Well-formed, but against the contract of the inputs.</summary>
    Contract,

    /// <summary>No such endpoint, version or output.</summary>
    NotFound,

    /// <summary>Body, rows or depth above the cap.</summary>
    TooLarge,

    /// <summary>A content type or encoding that is not taken, or an answer that the protocol cannot say.</summary>
    Unsupported,

    /// <summary>The same request id with another body.</summary>
    Conflict,

    /// <summary>Too many requests at once.</summary>
    Overload,

    /// <summary>The model failed.</summary>
    Model,

    /// <summary>The log could not be written although the endpoint requires it.</summary>
    Log,

    /// <summary>No snapshot yet.</summary>
    NotReady,

    /// <summary>The client went away.</summary>
    Gone,

    /// <summary>The time the request may take was over before its run began.</summary>
    Deadline,

    /// <summary>The caller may not ask this, or not so.</summary>
    Forbidden,

    /// <summary>What nobody foresaw.</summary>
    Internal,
}
