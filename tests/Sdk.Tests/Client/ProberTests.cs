using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Client.Probing;

namespace Cairn.Sdk.Tests.Client;

public sealed class ProberTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-prober-").FullName;
    private readonly Server _server = new();

    private CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_found_in_an_outage_is_handed_in_once_when_it_is_over_also_by_another_process()
    {
        using (Prober prober = Make())
        {
            await prober.RoundAsync(Start, Cancel);
            await prober.RoundAsync(Start.AddMinutes(1), Cancel);
            _server.Taken.ShouldHaveSingleItem().ShouldBe(("late", Start.AddMinutes(1), true));
            _server.Down = true;
            await prober.RoundAsync(Start.AddMinutes(2), Cancel);
            await prober.RoundAsync(Start.AddMinutes(3), Cancel);
        }

        using Prober next = Make();
        await next.RoundAsync(Start.AddMinutes(4), Cancel);
        _server.Down = false;
        await next.RoundAsync(Start.AddMinutes(5), Cancel);
        _server.Taken.Select(t => t.At).ShouldBe(Enumerable.Range(1, 5).Select(m => Start.AddMinutes(m)));
        _server.Taken.Count(t => !t.Answered).ShouldBe(3);
        await next.RoundAsync(Start.AddMinutes(6), Cancel);
        _server.Taken.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Results_whose_receipt_was_lost_are_handed_in_again_as_the_same()
    {
        using Prober prober = Make();
        await prober.RoundAsync(Start, Cancel);
        _server.LosesReceipt = true;
        await prober.RoundAsync(Start.AddMinutes(1), Cancel);
        _server.LosesReceipt = false;
        await prober.RoundAsync(Start.AddMinutes(2), Cancel);
        _server.Taken.ShouldBe([("late", Start.AddMinutes(1), true), ("late", Start.AddMinutes(1), true), ("late", Start.AddMinutes(2), true)]);
    }

    [Fact]
    public async Task Tensors_without_a_json_form_go_behind_the_json()
    {
        _server.Plan = """[{"route":"late","request":"{}","tensors":"AAEC"}]""";
        using Prober prober = Make();
        await prober.RoundAsync(Start, Cancel);
        await prober.RoundAsync(Start.AddMinutes(1), Cancel);
        _server.Asked.Body.ShouldBe([(byte)'{', (byte)'}', 0, 1, 2]);
        _server.Asked.JsonLength.ShouldBe("2");
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    [InlineData(HttpStatusCode.NotFound, false)]
    [InlineData(HttpStatusCode.Unauthorized, null)]
    [InlineData(HttpStatusCode.Forbidden, null)]
    public async Task An_answer_without_a_prediction_is_none_and_a_refused_token_says_nothing(HttpStatusCode status, bool? answered)
    {
        using Prober prober = Make();
        await prober.RoundAsync(Start, Cancel);
        _server.Predicts = status;
        await prober.RoundAsync(Start.AddMinutes(1), Cancel);
        _server.Taken.Select(t => (bool?)t.Answered).ShouldBe(answered is null ? [] : [answered]);
    }

    [Fact]
    public async Task Every_prediction_is_marked_and_carries_the_token()
    {
        using Prober prober = Make();
        await prober.RoundAsync(Start, Cancel);
        await prober.RoundAsync(Start.AddMinutes(1), Cancel);
        _server.Marks.ShouldBe(["1"]);
        _server.Tokens.Distinct().ShouldBe(["Bearer secret"]);
    }

    [Fact]
    public async Task A_second_prober_does_not_take_the_record_and_one_whose_record_is_gone_ends()
    {
        using Prober prober = Make();
        Should.Throw<IOException>(() => Make().Dispose());
        Directory.Delete(_folder, recursive: true);
        await prober.RunAsync(Cancel);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        _server.Dispose();
    }

    private Prober Make() => new(new ProberOptions(new Uri("http://cairn.test/"), "secret", _folder), new Open(_server));

    /// <summary>Passes on without owning.</summary>
    private sealed class Open(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);
    }

    private sealed class Server : HttpMessageHandler
    {
        public bool Down { get; set; }

        public bool LosesReceipt { get; set; }

        public HttpStatusCode Predicts { get; set; } = HttpStatusCode.OK;

        public List<(string Route, DateTimeOffset At, bool Answered)> Taken { get; } = [];

        /// <summary>What is to be asked.</summary>
        public string Plan { get; set; } = """[{"route":"late","request":"{}"}]""";

        /// <summary>What was sent last, and where its JSON ended.</summary>
        public (byte[] Body, string? JsonLength) Asked { get; private set; }

        public List<string> Marks { get; } = [];

        public List<string> Tokens { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Down) throw new HttpRequestException("Nobody listens.");
            Tokens.Add(request.Headers.Authorization!.ToString());
            switch (request.RequestUri!.AbsolutePath)
            {
                case "/api/v1/probes/plan": return Json(Plan);
                case "/v2/models/late/infer":
                    Marks.Add(request.Headers.GetValues("X-Cairn-Probe").Single());
                    Asked = (await request.Content!.ReadAsByteArrayAsync(cancellationToken), request.Content.Headers.TryGetValues("Inference-Header-Content-Length", out var length) ? length.Single() : null);
                    return new HttpResponseMessage(Predicts);
                default:
                    foreach (JsonNode? r in JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!["results"]!.AsArray())
                        Taken.Add(((string)r!["route"]!, r["at"].Deserialize<DateTimeOffset>(), (bool)r["answered"]!));
                    return LosesReceipt ? throw new HttpRequestException("The connection broke.") : Json("{}");
            }
        }

        private static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
