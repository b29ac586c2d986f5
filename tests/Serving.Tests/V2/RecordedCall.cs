using System.Reflection;
using System.Text.Json;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>A request as a client sent it, byte for byte, with the answer that it took.</summary>
/// <param name="Raises">What its exception said; null: the call returned.</param>
internal sealed record RecordedCall(
    string Call, string Client, string Method, string Target, string[][] Headers, string Body, int Status, Dictionary<string, string> AnswerHeaders, string Answer, string? Raises)
{
    public byte[] Sent => Convert.FromBase64String(Body);

    public WireAnswer Taken => new(Status, Convert.FromBase64String(Answer), new(AnswerHeaders, StringComparer.OrdinalIgnoreCase));

    public static IEnumerable<RecordedCall> All(string file)
    {
        string root = typeof(RecordedCall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        return File.ReadLines(Path.Combine(root, "tests", "Serving.Tests", "V2", file)).Skip(1).Select(l => JsonSerializer.Deserialize<RecordedCall>(l, JsonSerializerOptions.Web)!);
    }
}
