namespace Cairn.Serving.Pipeline;

/// <summary>How a body is compressed.</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,

    /// <summary>The zlib format, as HTTP means it.</summary>
    Deflate,
}
