using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.Contracts.Snapshots;
using Cairn.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Logging;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>The programs of an endpoint's page are run as they stand: each must send what the sample request is, to the address and with the token that it shows.</summary>
public sealed class SnippetTests
{
    private const string Token = "cairn_a_b";

    private static readonly ServedInputs Small = new(
        [new() { Name = "carrier's \"name\"", Datatype = "BYTES", Allowed = ["O'Hare é"] }, new() { Name = "below", Datatype = "FP32", Max = -2 }, new() { Name = "known", Datatype = "FP32" }], ["known"], null, "flight");

    private static readonly ServedInputs Wide = new([new() { Name = "pixels", Datatype = "FP32", Shape = [-1, 3, 224, 224] }, new() { Name = "x", Datatype = "INT64" }], [], null, null);

    [Theory]
    [InlineData("curl", false, false)]
    [InlineData("curl", true, true)]
    [InlineData("Python", false, true)]
    [InlineData("Python", true, false)]
    [InlineData("C#", false, true)]
    [InlineData("C#", true, false)]
    public async Task What_a_page_shows_runs(string name, bool wide, bool token)
    {
        ServedInputs inputs = wide ? Wide : Small;
        await using var server = await Listener.StartAsync();
        string text = CallSnippets.Of(new CallAddress(server.Url, token), "late.test", inputs).Single(s => s.Name == name).Text;
        text.Length.ShouldBeLessThan(2000);
        switch (name)
        {
            case "curl": await RunAsync("bash", "-s", text); break;
            case "Python": await RunAsync("python3", "-", text); break;
            default: await CompileAndRunAsync(text); break;
        }

        (string path, string authorization, string body) = server.Asked.ShouldHaveSingleItem();
        (path, authorization).ShouldBe(("/cairn/v2/models/late.test/infer", token ? $"Bearer {Token}" : ""));
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(SampleRequest.Of(inputs)!.Json)).ShouldBeTrue(body.Length < 2000 ? body : "the wide body differs");
    }

    [Fact]
    public void What_has_no_json_form_is_shown_in_binary_alone()
    {
        (string name, string text) = CallSnippets.Of(new("http://127.0.0.1:7337/cairn", true), "late", new([new() { Name = "x", Datatype = "FP16" }], [], 4, "flight")).ShouldHaveSingleItem();
        name.ShouldBe("tritonclient");
        text.ShouldContain("InferenceServerClient(\"127.0.0.1:7337/cairn\")");
        text.ShouldContain("(\"x\", \"FP16\", [4, 1], 0),\n    (\"flight\", \"BYTES\", [4], b\"1\"),");
        text.ShouldContain("headers={\"Authorization\": \"Bearer \" + os.environ[\"CAIRN_TOKEN\"]}");
    }

    private static async Task RunAsync(string program, string arguments, string text)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["CAIRN_TOKEN"] = Token } };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(text + "\n");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await error);
        (await output).ShouldContain("0.5");
    }

    /// <summary>As a new console program has it: with the usings that its project adds. (What the compiler here calls preview is the language of .NET 7.)</summary>
    private static async Task CompileAndRunAsync(string text)
    {
        const string Implicit = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";
        const string Runtime = """{"runtimeOptions":{"tfm":"net10.0","framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"}}}""";
        string folder = Directory.CreateTempSubdirectory("cairn-snippet-").FullName, dll = Path.Combine(folder, "snippet.dll");
        try
        {
            MetadataReference[] framework = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p))];
            var made = CSharpCompilation.Create("snippet", [.. new[] { Implicit, text }.Select(t => CSharpSyntaxTree.ParseText(t, new CSharpParseOptions(LanguageVersion.Preview)))], framework, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
            made.Emit(dll).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
            await File.WriteAllTextAsync(Path.ChangeExtension(dll, "runtimeconfig.json"), Runtime, TestContext.Current.CancellationToken);
            await RunAsync(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", dll, "");
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>Answers every request and remembers it.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Listener(WebApplication app) => _app = app;

        public List<(string Path, string Authorization, string Body)> Asked { get; } = [];

        public string Url => _app.Urls.Single() + "/cairn";

        public static async Task<Listener> StartAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            WebApplication app = builder.Build();
            var listener = new Listener(app);
            app.Urls.Add("http://127.0.0.1:0");
            app.Run(async http =>
            {
                using var reader = new StreamReader(http.Request.Body);
                listener.Asked.Add((http.Request.Path, http.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync(http.RequestAborted)));
                await http.Response.WriteAsync("""{"outputs":[0.5]}""", http.RequestAborted);
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return listener;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
