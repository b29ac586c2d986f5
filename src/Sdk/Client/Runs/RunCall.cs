using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Client;

/// <summary>A call on a run as it is kept: its name, a line feed, its body.</summary>
internal static class RunCall
{
    public static byte[] Write(string call, JsonObject body) => Encoding.UTF8.GetBytes($"{call}\n{body.ToJsonString()}");

    public static (string Call, ReadOnlyMemory<byte> Body) Read(ReadOnlyMemory<byte> payload)
    {
        var end = payload.Span.IndexOf((byte)'\n');
        return (Encoding.UTF8.GetString(payload.Span[..end]), payload[(end + 1)..]);
    }
}
