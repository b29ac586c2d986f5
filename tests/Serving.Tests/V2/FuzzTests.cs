using System.Text;
using Cairn.Serving.Tests.Scoring;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>Seeded mutations of good bodies: no 5xx, and an error always has a reason. More than a million together under <c>CAIRN_SOAK=1</c>.</summary>
public sealed class FuzzTests(SharedHost shared)
{
    private static readonly int Mutations = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? 200_000 : 1200;

    private static readonly string[] Words =
    [
        "null", "true", "-0", "1e400", "[", "]", "{", "}", "\"", ",", ":", "\\ud800", "\\u0000", "[[[[[[", "99999999999999999999", "-1", "\"datatype\":\"BYTES\"", "\"shape\":[]", "\0", "\u00ff", "\r\n", "\"\"",
    ];

    private static readonly string[] Outcomes =
    [
        """[{"key":"a","value":1,"at":"2001-01-01"}]""", """{"prediction_id":"r-1.0","value":"late","id":"one"}""", """[{"key":17,"value":true,"at":"2001-01-05T10:00:00+02:00"},{"key":"b","value":-1.5e3}]""",
    ];

    private static readonly string[] OutcomeSheets = ["key,value\na,1\n", "at,value,key,prediction_id,id\r\n2001-01-05T10:00:00Z,true,AA1,,one\r\n,0.5,,r-1.0,\n,\"on \"\"time\"\", nearly\",007,,\n"];

    private static readonly string[] Sheets =
        ["distance,hour,weekday,wind\n1,12,3,2.5\n2,13,4,\n", "flight,hour,distance,weekday,wind,note\r\nAA1,12,1,3,2.5,\"a \"\"b\"\", c\"\r\n"];

    /// <summary>Each way in with seeds that it answers, so that a mutation comes as far as it can.</summary>
    public static TheoryData<string, string, string[]> Ways => new()
    {
        { "/v2/models/echo/infer", "application/json", Bodies("echo") },
        { "/v2/models/flights/infer", "application/json", Bodies("flights") },
        { "/endpoints/flights/invocations", "application/json", [.. Scorings("flights"), """{"params":{"a":1,"b":"x","c":false},"dataframe_records":[{"distance":1,"hour":12,"weekday":3,"flight":"AA1"}]}"""] },
        { "/endpoints/matrix/invocations", "application/json", Scorings("matrix") },
        { "/endpoints/flights/invocations", "text/csv", Sheets },
        { "/endpoints/matrix/outcomes", "application/json", Outcomes },
        { "/endpoints/matrix/outcomes", "text/csv", OutcomeSheets },
    };

    [Theory]
    [MemberData(nameof(Ways), DisableDiscoveryEnumeration = true)]
    public async Task Every_seed_is_answered_and_no_mutation_is_a_server_error(string path, string type, string[] seeds)
    {
        foreach (string seed in seeds) ((int)(await PostAsync(path, type, Encoding.UTF8.GetBytes(seed))).Status).ShouldBe(200, seed);
        var random = new Random(path.Length + type.Length);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] body = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]), random);
            Answer answer = await PostAsync(path, type, body);
            int status = (int)answer.Status;
            status.ShouldBeLessThan(500, $"{i}: {Encoding.UTF8.GetString(body)}");
            if (status != 200) answer.Body.Length.ShouldBeGreaterThan(10);
        }
    }

    private static string[] Bodies(string endpoint) => [.. V2Cases.Answered.Where(c => c.Endpoint == endpoint).Select(c => c.Body)];

    private static string[] Scorings(string endpoint) => [.. ScoringTests.Json.Where(c => c.Data.Item2 == endpoint && c.Data.Item4 == 200).Select(c => c.Data.Item3)];

    private Task<Answer> PostAsync(string path, string type, byte[] body)
        => shared.Host.SendAsync(HttpMethod.Post, path, new ByteArrayContent(body) { Headers = { ContentType = new(type) } });

    [Fact]
    public async Task No_mutation_of_a_binary_body_is_a_server_error()
    {
        var random = new Random(11);
        BinaryCase[] seeds = [.. BinaryCases.All.Where(c => c.Status == 200)];
        for (int i = 0; i < Mutations; i++)
        {
            BinaryCase seed = seeds[random.Next(seeds.Length)];
            byte[] json = Encoding.UTF8.GetBytes(seed.Json), tail = seed.Tail;
            if (json.Length > 0 && random.Next(2) == 0) json = Mutate(json, random);
            if (tail.Length > 0 && random.Next(2) == 0) tail = Mutate(tail, random);
            int length = random.Next(4) == 0 ? random.Next(json.Length + tail.Length + 2) : json.Length;
            byte[] body = [.. json, .. tail];
            bool packed = random.Next(4) == 0;
            if (packed) body = random.Next(2) == 0 ? Wire.Gzip(body) : Mutate(Wire.Gzip(body), random);
            (string, string)[] headers = [(Wire.JsonLength, $"{length}"), .. packed ? [("Content-Encoding", "gzip")] : Array.Empty<(string, string)>()];
            WireAnswer answer = await Wire.SendBytesAsync(shared.Host, $"/v2/models/{seed.Endpoint}/infer", body, headers);
            answer.Status.ShouldBeLessThan(500, $"{i}: {seed.Name} {Convert.ToHexString(body)}");
            if (answer.Status != 200) answer.Json.GetProperty("error").GetString()!.Length.ShouldBeGreaterThan(10);
        }
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)])); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 30), bytes.Count - at))); break;
            }

            if (bytes.Count == 0) bytes.Add((byte)'{');
        }

        return [.. bytes];
    }
}
