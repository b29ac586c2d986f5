using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.Pipeline;

/// <summary>How one protocol writes requests, answers and errors; everything else is the same for all.</summary>
internal interface IInferenceProtocol : IErrorShape
{
    /// <summary>Part of the request's digest: the same body means another thing in another protocol.</summary>
    byte Mark { get; }

    /// <summary>Refuses a content type that is not taken; answers which form the body has.</summary>
    int CheckType(HttpRequest request);

    /// <summary>Reads the body into columns, key, id and wanted outputs; a <see cref="RequestFault"/> when it cannot.</summary>
    void Read(InferenceWork work, ReadOnlySpan<byte> body, int form, int maxDepth);

    /// <summary>Writes the answer.</summary>
    void Write(InferenceWork work);

    /// <summary>Of an answer written before: the bytes of JSON before its binary tensors; -1 when it is JSON alone.</summary>
    int JsonLength(ReadOnlySpan<byte> answer);
}
