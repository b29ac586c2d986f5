using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Registry.Imports;
using Cairn.Serving.Tests.Support;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>A server that means no good, or is unwell: it holds nobody up, fills nobody's memory and leads nowhere else.</summary>
public sealed class MlflowHttpTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50), Long = TimeSpan.FromMinutes(1);

    // The short time is over when the other side has begun to keep us waiting, and not before.
    private readonly HeldTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_does_not_answer_is_waited_for_no_longer_than_that()
    {
        using var http = Of(async (_, cancellation) =>
        {
            _time.Advance(Short);
            await Task.Delay(Long, cancellation);
            return new HttpResponseMessage();
        }, Short, _time);
        (await Should.ThrowAsync<IOException>(() => http.GetAsync("api/2.0/mlflow/runs/get?run_id=a", Cancel))).Message.ShouldBe("The source did not answer to api/2.0/mlflow/runs/get within 0.05 seconds.");
        (await Should.ThrowAsync<IOException>(() => http.OpenAsync("get-artifact?run_id=a&path=b", false, Cancel))).Message.ShouldContain("did not answer");
    }

    [Fact]
    public async Task An_answer_or_a_file_that_stops_in_the_middle_is_given_up()
    {
        using var http = Of((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Stalled("{\"a\": "u8.ToArray(), () => _time.Advance(Short))) }), Short, _time);
        (await Should.ThrowAsync<IOException>(() => http.GetAsync("x?y=z", Cancel))).Message.ShouldContain("did not answer");
        await using Stream? file = await http.OpenAsync("get-artifact?run_id=a&path=b", false, Cancel);
        (await Should.ThrowAsync<IOException>(() => file!.CopyToAsync(Stream.Null, Cancel))).Message.ShouldContain("nothing more of a file");
    }

    [Fact]
    public async Task An_answer_without_end_is_cut()
    {
        using var http = Of((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Endless()) }), Long);
        (await Should.ThrowAsync<IOException>(() => http.GetAsync("x?y=z", Cancel))).Message.ShouldContain("longer than 256 MiB");
    }

    [Fact]
    public async Task The_same_page_again_and_again_ends_the_reading()
    {
        using var http = Of((_, _) => Said("""{"runs": [{"info": {"run_id": "a"}}], "next_page_token": "more"}"""), Long);
        int read = 0;
        await Should.ThrowAsync<IOException>(async () =>
        {
            await foreach (JsonObject _ in http.PagesAsync(HttpMethod.Post, "runs/search", [], "runs", Cancel)) read++;
        });
        read.ShouldBe(2);
    }

    [Theory]
    [InlineData("<html>no server of MLflow</html>")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"a\": NaN}")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("deep")]
    public async Task What_is_no_message_is_said_to_be_none(string said)
    {
        using var http = Of((_, _) => Said(said == "deep" ? new string('[', 100_000) : said), Long);
        await Should.ThrowAsync<IOException>(() => http.GetAsync("x?y=z", Cancel));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    public async Task A_file_that_is_listed_outside_its_folder_ends_the_walk(string path)
    {
        using var source = new MlflowHttpSource(Of((_, _) => Said($$"""{"files": [{"path": "{{path}}", "is_dir": true}]}"""), Long));
        (await Should.ThrowAsync<IOException>(() => source.FilesAsync(new SourceOwner("run", "", true), Cancel))).Message.ShouldContain("not in its folder");
    }

    [Fact]
    public async Task Every_list_of_the_files_of_a_logged_model_is_asked_for_once()
    {
        var asked = new List<string>();
        using var source = new MlflowHttpSource(Of((request, _) =>
        {
            string query = request.RequestUri!.Query;
            asked.Add(query);
            return Said(query.Contains("page_token", StringComparison.Ordinal) ? """{"files": [{"path": "b", "is_dir": false}]}""" : query.EndsWith("=sub", StringComparison.Ordinal) ? """{"files": [{"path": "sub/c", "is_dir": false}]}"""
                : """{"files": [{"path": "a", "is_dir": false}, {"path": "sub", "is_dir": true}], "next_page_token": "more"}""");
        }, Long));
        (await source.FilesAsync(new SourceOwner("m-1", "", false), Cancel))!.Select(f => f.Path).ShouldBe(["a", "sub/c", "b"]);
        asked.ShouldBe(["?artifact_directory_path=", "?artifact_directory_path=sub", "?artifact_directory_path=&page_token=more"]);
    }

    [Fact]
    public async Task It_is_not_followed_elsewhere()
    {
        using var http = Of((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://169.254.169.254/latest") }, RequestMessage = request }), Long);
        (await Should.ThrowAsync<IOException>(() => http.GetAsync("x?y=z", Cancel))).Message.ShouldContain("302");
    }

    [Theory]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("169.254.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("ff02::1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("fd12::7", true)]
    [InlineData("93.184.216.34", true)]
    public void A_server_is_at_an_address_of_servers(string address, bool may) => SourceAddress.MayBe(IPAddress.Parse(address)).ShouldBe(may);

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://0.0.0.0:5000/")]
    [InlineData("http://2852039166/")]
    public async Task The_address_is_looked_at_when_connecting(string address)
    {
        using var http = new MlflowHttp(new Uri(address), simulated: true, Long, TimeProvider.System);
        (await Should.ThrowAsync<IOException>(() => http.GetAsync("api/2.0/mlflow/experiments/search?max_results=1", Cancel))).Message.ShouldContain("no address of a server");
    }

    private static MlflowHttp Of(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, TimeSpan patience, TimeProvider? real = null) =>
        new(new Uri("http://mlflow:5000/"), simulated: true, patience, real ?? TimeProvider.System, new Handler(answer));

    private static Task<HttpResponseMessage> Said(string json) => Task.FromResult(new HttpResponseMessage { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }

    /// <summary>Some bytes, and then nothing.</summary>
    private sealed class Stalled(byte[] first, Action stalls) : MemoryStream(first)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                stalls();
                await Task.Delay(Long, cancellationToken);
            }
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }

    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }
}
