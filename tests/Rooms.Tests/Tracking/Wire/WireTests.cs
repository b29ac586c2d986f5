using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Tracking.Wire;

/// <summary>
/// What MLflow's own clients 3.11 and 2.22 sent to MLflow's own server, sent to ours: the answers are the same but for ids and times. The client
/// sends spans beside its other calls; they stand where MLflow's server was done with them. What is not the same is listed in <see cref="Gaps"/>, and leaves that list when it works.
/// </summary>
public sealed class WireTests
{
    // Quotes within texts as clients write them, so that ids within texts are found.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Every_recorded_exchange_is_answered_alike_or_is_a_known_gap(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartNowAsync(engine);
        IReadOnlyList<Exchange> all = Exchange.All();
        all.Count.ShouldBe(405);
        var likeness = new Likeness();
        var faults = new List<string>();
        foreach (Exchange exchange in all)
        {
            IReadOnlyList<string> differences = await ReplayAsync(world.Http, exchange, likeness);
            if (Gaps.Known.TryGetValue(exchange.Number, out string? reason))
            {
                if (differences.Count == 0) faults.Add($"{exchange}: listed as a gap ({reason}), but it is answered as recorded");
            }
            else if (differences.Count > 0)
            {
                faults.Add($"{exchange}: {string.Join("; ", differences)}");
            }
        }
        faults.ShouldBeEmpty(string.Join('\n', faults));
    }

    private static async Task<IReadOnlyList<string>> ReplayAsync(HttpClient http, Exchange exchange, Likeness likeness)
    {
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), likeness.Ours(exchange.Path));
        if (exchange.Body is not null)
        {
            request.Content = new ByteArrayContent(Convert.FromBase64String(exchange.Body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
            request.Headers.Add("x-mlflow-experiment-id", "2");
        }
        else if (exchange.Method == "PUT") request.Content = new ByteArrayContent(FileOf(exchange));
        else if (exchange.Request is not null) request.Content = new StringContent(likeness.Ours(exchange.Request.ToJsonString(Plain)), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        if ((int)answer.StatusCode != exchange.Status) return [$"{(int)answer.StatusCode} instead of {exchange.Status}, {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"];
        if (exchange.Type is not null) return await FileDifferencesAsync(answer, exchange);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return exchange.Response is null ? [] : likeness.Differences(exchange.Response, JsonNode.Parse(text), exchange.Cut);
    }

    private static async Task<IReadOnlyList<string>> FileDifferencesAsync(HttpResponseMessage answer, Exchange exchange)
    {
        var all = new List<string>();
        if (answer.Content.Headers.ContentType?.MediaType != exchange.Type) all.Add($"type {answer.Content.Headers.ContentType} instead of {exchange.Type}");
        if (answer.Content.Headers.ContentDisposition?.DispositionType != "attachment") all.Add("not an attachment");
        byte[] content = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (!content.AsSpan().SequenceEqual(FileOf(exchange))) all.Add($"other content, {content.Length} bytes");
        return all;
    }

    // The recording keeps the length of files only.
    private static byte[] FileOf(Exchange exchange)
    {
        byte[] content = new byte[exchange.Bytes!.Value];
        new Random(exchange.Path.Split('/')[^1].Length + content.Length).NextBytes(content);
        return content;
    }
}
