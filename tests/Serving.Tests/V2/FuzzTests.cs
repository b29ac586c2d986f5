using System.Text;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

/// <summary>Seeded mutations of good bodies: no 5xx, and an error always has a reason. A million together under <c>CAIRN_SOAK=1</c>.</summary>
public sealed class FuzzTests(SharedHost shared)
{
    private static readonly int Mutations = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? 200_000 : 1200;

    private static readonly string[] Words =
    [
        "null", "true", "-0", "1e400", "[", "]", "{", "}", "\"", ",", ":", "\\ud800", "\\u0000", "[[[[[[", "99999999999999999999", "-1", "\"datatype\":\"BYTES\"", "\"shape\":[]", "\0", "\u00ff",
    ];

    public static TheoryData<string> Paths => ["/v2/models/echo/infer", "/v2/models/flights/infer", "/endpoints/flights/invocations", "/endpoints/matrix/outcomes"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task No_mutation_is_a_server_error(string path)
    {
        var random = new Random(path.Length);
        string[] seeds = [.. V2Cases.Answered.Select(c => c.Body), """{"dataframe_split":{"columns":["hour","distance","wind","weekday"],"data":[[12,1,2.5,3]]}}""", """[{"key":"a","value":1,"at":"2001-01-01"}]"""];
        for (int i = 0; i < Mutations; i++)
        {
            byte[] body = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]), random);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            Answer answer = await shared.Host.SendAsync(HttpMethod.Post, path, content);
            int status = (int)answer.Status;
            status.ShouldBeLessThan(500, $"{i}: {Encoding.UTF8.GetString(body)}");
            if (status != 200) answer.Body.Length.ShouldBeGreaterThan(10);
        }
    }

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
