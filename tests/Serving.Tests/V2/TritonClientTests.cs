using System.Text.Json;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>
/// Every call of tritonclient's HTTP clients, the threaded and the asyncio one, as they sent it: held against what they need of the answer (any status but 200 is a refusal, whose cause they read from <c>error</c>; the length of
/// the JSON is that in the unpacked answer) and against the answer that they took.
/// </summary>
public sealed class TritonClientTests
{
    [Fact]
    public async Task Every_recorded_call_is_answered_as_it_was()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.MaxBodyBytes = 1 << 20, checksTokens: true);
        await host.ApplyAsync(SharedHost.All(host.Directory));
        RecordedCall[] calls = [.. RecordedCall.All("tritonclient.jsonl")];
        calls.Length.ShouldBeGreaterThan(100);
        foreach (RecordedCall call in calls)
        {
            WireAnswer answer = await RawHttp.SendAsync(host.Client.BaseAddress!, call.Method, call.Target, call.Headers, call.Sent);
            Compare(answer, call.Taken, $"{call.Call} ({call.Client})");
            if (call.Raises is { } message) answer.Json.GetProperty("error").GetString().ShouldBe(message, call.Call);
            else if (call.Taken.Body.Length > 0 && !call.Call.StartsWith("is_", StringComparison.Ordinal)) answer.Status.ShouldBe(200, call.Call);
        }
    }

    private static void Compare(WireAnswer answer, WireAnswer taken, string call)
    {
        answer.Status.ShouldBe(taken.Status, call);
        foreach (string header in new[] { "Content-Type", "Content-Encoding" })
            answer.Headers.GetValueOrDefault(header).ShouldBe(taken.Headers.GetValueOrDefault(header), $"{call}: {header}");
        answer.JsonLength.HasValue.ShouldBe(taken.JsonLength.HasValue, call);
        if (taken.Body.Length == 0)
        {
            answer.Body.ShouldBeEmpty(call);
            return;
        }

        (answer, taken) = (answer.Unpacked(), taken.Unpacked());
        if (call.StartsWith("get_model_metadata", StringComparison.Ordinal)) answer.Text.ShouldBe(taken.Text, call);
        // It may say more than it did then.
        else if (call.StartsWith("get_model_config", StringComparison.Ordinal)) answer.Text.ShouldStartWith(taken.Text[..^1], Case.Sensitive, call);
        else Shape(answer.Json).ShouldBe(Shape(taken.Json), call);
        if (taken.Json.ValueKind != JsonValueKind.Object || !taken.Json.TryGetProperty("outputs", out JsonElement outputs) || !taken.Json.TryGetProperty("model_version", out _)) return;
        for (int i = 0; i < outputs.GetArrayLength(); i++)
        {
            JsonElement now = answer.Json.GetProperty("outputs")[i];
            now.GetRawText().ShouldBe(outputs[i].GetRawText(), call);
            string name = now.GetProperty("name").GetString()!;
            if (!now.TryGetProperty("data", out _)) answer.Output(name).ShouldBe(taken.Output(name), call);
        }

        answer.DemandNothingElse();
    }

    /// <summary>Names and types, without values; of a list the kinds of its elements.</summary>
    private static string Shape(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', json.EnumerateObject().Select(p => $"{p.Name}:{Shape(p.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join('|', json.EnumerateArray().Select(Shape).Distinct().Order(StringComparer.Ordinal))}]",
        JsonValueKind.True or JsonValueKind.False => "flag",
        var other => other.ToString(),
    };
}
