using System.Text;

namespace Cairn.Endpoints;

/// <summary>Body of an infer call of the Open Inference Protocol: JSON, and behind it the binary tensors that it names.</summary>
/// <param name="Tensors">Empty where all is said in JSON.</param>
public sealed record InferenceBody(string Json, ReadOnlyMemory<byte> Tensors = default)
{
    /// <summary>Says where the JSON ends; sent where tensors follow it.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    /// <summary>As it is sent; headers included.</summary>
    public ByteArrayContent Content()
    {
        byte[] json = Encoding.UTF8.GetBytes(Json);
        var content = new ByteArrayContent([.. json, .. Tensors.Span]) { Headers = { ContentType = new(Tensors.IsEmpty ? "application/json" : "application/octet-stream") } };
        if (!Tensors.IsEmpty) content.Headers.Add(LengthHeader, json.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return content;
    }
}
