using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking.Traces;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What is small on the way and large, deep or endless once it is unpacked: refused at every door before it is all there, and the server goes on.</summary>
public sealed class BombTests(BombTests.Shared shared) : IClassFixture<BombTests.Shared>
{
    private const string Import = $"/api/v1/projects/{TrackingWorld.Project}/runs/import?experiment=bombs";
    private const int Deep = 100_000, Mebibyte = 1 << 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip in many members", "gzip")]
    [InlineData("gzip in gzip", "gzip")]
    [InlineData("gzip in gzip", "gzip, gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("bare deflate", "deflate")]
    [InlineData("brotli", "br")]
    [InlineData("gzip", "br")]
    [InlineData("gzip", "zstd")]
    [InlineData("gzip", "deflate, gzip")]
    [InlineData("gzip", "x-gzip")]
    [InlineData("cut gzip", "gzip")]
    [InlineData("no gzip", "gzip")]
    public async Task Packed_spans_are_refused_while_they_unpack(string form, string coding)
    {
        foreach (string type in (string[])["application/json", "application/x-protobuf"])
        {
            byte[] bomb = Packed(form);
            bomb.Length.ShouldBeLessThan(Mebibyte);
            (HttpStatusCode status, string text) = await shared.World.ExportAsync(bomb, type, encoding: coding);
            status.ShouldBe(HttpStatusCode.BadRequest, text);
        }
        await shared.GoesOnAsync();
    }

    [Theory]
    [InlineData("lists")]
    [InlineData("objects")]
    [InlineData("unclosed")]
    [InlineData("attributes")]
    [InlineData("attributes as they may be")]
    public async Task Spans_nested_without_end_are_refused(string form)
    {
        byte[] body = Encoding.UTF8.GetBytes(form switch
        {
            "lists" => new string('[', Deep) + new string(']', Deep),
            "objects" => string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep),
            "unclosed" => "{\"resourceSpans\":" + new string('[', Deep),
            _ => OtlpSample.Body(OtlpSample.Span(1, 1, 0, "deep", 0, 1, attributes: ("v", 7))).Replace("{\"intValue\":\"7\"}", Nested(form == "attributes" ? Deep : 60), StringComparison.Ordinal),
        });
        (HttpStatusCode status, string text) = await shared.World.ExportAsync(body);
        status.ShouldBe(HttpStatusCode.BadRequest, text);
        await shared.GoesOnAsync();
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("values")]
    [InlineData("a length that lies")]
    public async Task Spans_in_protocol_buffers_nested_or_longer_than_they_are_are_refused(string form)
    {
        byte[] body = form switch
        {
            "messages" => Wrapped(5_000, 0x0A),
            "values" => Field(0x0A, Field(0x12, Field(0x12, Field(0x4A, Field(0x12, Wrapped(2_001, 0x2A, 0x0A)))))),
            _ => [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1],
        };
        (HttpStatusCode status, string text) = await shared.World.ExportAsync(body, "application/x-protobuf");
        status.ShouldBe(HttpStatusCode.BadRequest, text);
        await shared.GoesOnAsync();
    }

    [Theory]
    [InlineData("experiments/create")]
    [InlineData("runs/set-tag")]
    [InlineData("runs/log-batch")]
    [InlineData("registered-models/alias")]
    [InlineData("logged-models")]
    [InlineData("registered-models/create")]
    [InlineData("model-versions/create")]
    [InlineData("webhooks")]
    [InlineData("traces")]
    [InlineData("runs/log-inputs")]
    public async Task A_message_nested_or_packed_is_none(string call)
    {
        foreach (string body in (string[])[new string('[', Deep) + new string(']', Deep), string.Concat(Enumerable.Repeat("{\"name\":", Deep)) + "1" + new string('}', Deep), "\"" + new string('[', Deep) + "\""])
            (await SendAsync("/api/2.0/mlflow/" + call, Encoding.UTF8.GetBytes(body), "application/json")).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync("/api/2.0/mlflow/" + call, Packed("gzip"), "application/json", "gzip")).ShouldBe(HttpStatusCode.BadRequest);
        await shared.GoesOnAsync();
    }

    [Theory]
    [InlineData("more parts than may be")]
    [InlineData("one part without end")]
    [InlineData("shared texts without end")]
    [InlineData("rows without end")]
    [InlineData("a cell without end")]
    [InlineData("elements in elements")]
    [InlineData("attributes without end")]
    [InlineData("a workbook in a workbook")]
    [InlineData("a part twice")]
    [InlineData("packed text")]
    [InlineData("columns without end")]
    [InlineData("a field without end")]
    public async Task A_sheet_that_grows_is_refused(string form)
    {
        byte[] bomb = Sheet(form);
        bomb.Length.ShouldBeLessThan(8 * Mebibyte);
        using HttpResponseMessage answer = await shared.World.Http.PostAsync(Import, new ByteArrayContent(bomb), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync(Cancel));
        await shared.GoesOnAsync();
    }

    private async Task<HttpStatusCode> SendAsync(string path, byte[] body, string type, string? coding = null)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        if (coding is not null) content.Headers.ContentEncoding.Add(coding);
        using HttpResponseMessage answer = await shared.World.Http.PostAsync(path, content, Cancel);
        return answer.StatusCode;
    }

    // 65 MiB of blanks each: one more than may come.
    private static byte[] Packed(string form) => form switch
    {
        "gzip" => Written(s => new GZipStream(s, CompressionLevel.Fastest), 65),
        "gzip in many members" => [.. Enumerable.Repeat(Written(s => new GZipStream(s, CompressionLevel.Fastest), 1), 65).SelectMany(m => m)],
        "gzip in gzip" => Again(Written(s => new GZipStream(s, CompressionLevel.Fastest), 65)),
        "cut gzip" => Written(s => new GZipStream(s, CompressionLevel.Fastest), 1)[..100],
        "deflate" => Written(s => new ZLibStream(s, CompressionLevel.Fastest), 65),
        "bare deflate" => Written(s => new DeflateStream(s, CompressionLevel.Fastest), 65),
        "brotli" => Written(s => new BrotliStream(s, CompressionLevel.Fastest), 65),
        _ => Encoding.ASCII.GetBytes("this was never packed"),
    };

    private static byte[] Again(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(content);
        return target.ToArray();
    }

    private static byte[] Written(Func<Stream, Stream> pack, int mebibytes)
    {
        byte[] blanks = new byte[Mebibyte];
        blanks.AsSpan().Fill((byte)' ');
        using var target = new MemoryStream();
        using (Stream packed = pack(target))
            for (int i = 0; i < mebibytes; i++) packed.Write(blanks);
        return target.ToArray();
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", depth)) + "{\"intValue\":\"7\"}" + string.Concat(Enumerable.Repeat("]}}", depth));

    private static byte[] Wrapped(int depth, params byte[] tags)
    {
        byte[] inner = [];
        for (int i = 0; i < depth; i++) inner = Field(tags[i % tags.Length], inner);
        return inner;
    }

    private static byte[] Field(byte tag, byte[] content)
    {
        var bytes = new List<byte> { tag };
        uint length = (uint)content.Length;
        for (; length >= 0x80; length >>= 7) bytes.Add((byte)(length | 0x80));
        bytes.Add((byte)length);
        bytes.AddRange(content);
        return [.. bytes];
    }

    private static byte[] Sheet(string form) => form switch
    {
        "more parts than may be" => Zip(zip =>
        {
            for (int i = 0; i <= 10_000; i++) zip.CreateEntry($"p{i}");
        }),
        "one part without end" => Workbook(("xl/workbook.xml", "<workbook>", 257, "")),
        "shared texts without end" => Workbook(("xl/sharedStrings.xml", "<sst><si><t>", 257, "</t></si></sst>")),
        "rows without end" => Workbook(("xl/worksheets/s0.xml", "<worksheet><sheetData>", 257, "</sheetData></worksheet>")),
        "a cell without end" => Workbook(("xl/worksheets/s0.xml", "<worksheet><sheetData><row><c><v>", 2, "</v></c></row></sheetData></worksheet>")),
        "elements in elements" => Whole("<row><c><v>" + string.Concat(Enumerable.Repeat("<x>", Deep))),
        "attributes without end" => Whole("<row><c " + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a{i}=\"\" a{i}=\"\" ")) + "/></row>"),
        "a workbook in a workbook" => Zip(zip =>
        {
            using Stream inner = zip.CreateEntry("inner.xlsx").Open();
            inner.Write(Whole("<row/>"));
        }),
        "a part twice" => Zip(zip =>
        {
            for (int i = 0; i < 2; i++)
                using (Stream part = zip.CreateEntry("xl/workbook.xml").Open()) part.Write("<workbook/>"u8);
        }),
        "packed text" => Packed("gzip"),
        "columns without end" => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"c{i},")) + "\n1\n"),
        _ => Encoding.ASCII.GetBytes("name,auc\n\"" + new string('x', Mebibyte) + "\",1\n"),
    };

    private static byte[] Whole(string rows) => new TestWorkbook("", ("Trials", rows)).ToBytes();

    private static byte[] Workbook((string Part, string Before, int Mebibytes, string After) large) => Zip(zip =>
    {
        using var whole = new ZipArchive(new MemoryStream(Whole("<row><c t=\"s\"><v>0</v></c></row>")));
        foreach (ZipArchiveEntry entry in whole.Entries.Where(e => e.FullName != large.Part))
            using (Stream from = entry.Open(), to = zip.CreateEntry(entry.FullName).Open()) from.CopyTo(to);
        byte[] blanks = new byte[Mebibyte];
        blanks.AsSpan().Fill((byte)' ');
        using Stream part = zip.CreateEntry(large.Part, CompressionLevel.Fastest).Open();
        part.Write(Encoding.ASCII.GetBytes(large.Before));
        for (int i = 0; i < large.Mebibytes; i++) part.Write(blanks);
        part.Write(Encoding.ASCII.GetBytes(large.After));
    });

    private static byte[] Zip(Action<ZipArchive> fill)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true)) fill(zip);
        return target.ToArray();
    }

    /// <summary>One server for all bombs.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        public TestWorld World { get; private set; } = null!;

        public async ValueTask InitializeAsync() => World = await TrackingWorld.StartAsync();

        public ValueTask DisposeAsync() => World.DisposeAsync();

        /// <summary>It answers, and nothing of what was refused is there.</summary>
        public async Task GoesOnAsync()
        {
            JsonNode answer = await World.PostAsync("runs/search", """{"experiment_ids": ["0", "1"]}""");
            answer["runs"].ShouldBeNull();
            (await World.FoundAsync(null)).ShouldBeEmpty();
        }
    }
}
