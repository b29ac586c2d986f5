namespace Cairn.Client;

/// <summary>What a record of a buffer file says. The numbers stand in files.</summary>
internal enum BufferKind : byte
{
    /// <summary>How the run is to be created; the first record.</summary>
    Start = 1,

    /// <summary>The server created it: its id and where its artifacts lie.</summary>
    Created = 2,

    /// <summary>Metrics, parameters and tags, as a batch.</summary>
    Batch = 3,

    /// <summary>Another call on the run.</summary>
    Call = 4,

    /// <summary>A file, kept beside, to be uploaded.</summary>
    Artifact = 5,

    /// <summary>Everything up to a position reached the server.</summary>
    Sent = 6,

    /// <summary>What a prober's round found; in files of probers only.</summary>
    Probed = 7,
}
