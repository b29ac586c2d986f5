using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Code;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Code;

public sealed class CodeTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[13,25]}]}""";

    [Fact]
    public async Task The_example_answers_and_its_metadata_say_which_code_it_is()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        byte[] assembly = await File.ReadAllBytesAsync(Path.Combine(Sample, "bin", Configuration, "net10.0", "ScoringCode.dll"));
        await host.ApplyAsync(ServingHost.Endpoint("m", TestPackages.Write(host.Directory, "1", await File.ReadAllTextAsync(Path.Combine(Sample, "model.json")), ("ScoringCode.dll", assembly), ("model.onnx", TestModels.Matrix()))));
        Answer answer = await host.PostAsync("/endpoints/m/invocations", """{"dataframe_records":[{"hour":0,"minute":0},{"hour":2,"minute":30}]}""");
        ((int)answer.Status).ShouldBe(200, answer.Body);
        answer.Json.GetProperty("predictions").GetRawText().ShouldBe("""[{"score":0.5,"advice":"wait"},{"score":0.9241418,"advice":"call"}]""");
        var properties = (await host.GetAsync("/v2/models/m")).Json.GetProperty("properties");
        (properties.GetProperty("code").GetString(), properties.GetProperty("code_type").GetString()).ShouldBe(("sha256:" + Convert.ToHexStringLower(SHA256.HashData(assembly)), "ScoringCode.Delays"));
        (await host.PredictionsAsync("m")).Single().Outputs.Select(o => o.Name).ShouldBe(["score", "advice"]);
    }

    [Theory]
    [InlineData(1001, 500)]
    [InlineData(1002, 400)]
    [InlineData(1003, 500)]
    [InlineData(1004, 500)]
    [InlineData(1005, 500)]
    [InlineData(1006, 500)]
    public async Task What_it_does_wrong_is_told_without_its_words(int value, int status)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", Odd(host, "1")));
        Answer answer = await host.PostAsync("/v2/models/m/infer", Body.Replace("13", $"{value}", StringComparison.Ordinal));
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Body.ShouldNotContain($"{value}");
        (await host.PostAsync("/v2/models/m/infer", Body)).Output("sum").ShouldBe("[16,30]");
    }

    [Fact]
    public async Task It_sees_what_a_request_says_to_the_model()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", Odd(host, "1")));
        (await host.PostAsync("/v2/models/m/infer", "{\"parameters\":{\"add\":0.5}," + Body[1..])).Output("sum").ShouldBe("[16.5,30.5]");
        (await host.PostAsync("/endpoints/m/invocations", """{"params":{"add":1000},"dataframe_records":[{"x":1}]}""")).Body.ShouldContain("1002");
    }

    [Fact]
    public async Task It_is_unloaded_when_another_version_takes_its_place()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        WeakReference context = await ServeAndSwapAsync(host);
        for (int i = 0; i < 50 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        context.IsAlive.ShouldBeFalse();
        Directory.GetDirectories(Path.Combine(host.LogDirectory, ".models")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Cairn.Serving.Tests.Code.UnfitCode", "constructor without parameters")]
    [InlineData("Cairn.Serving.Tests.Code.None", "no public class")]
    [InlineData(null, "name one by 'code.type'")]
    public async Task Code_that_cannot_be_made_is_refused_and_leaves_nothing(string? type, string why)
    {
        await using ServingHost host = await ServingHost.StartAsync();
        (await Should.ThrowAsync<SnapshotException>(() => host.ApplyAsync(ServingHost.Endpoint("m", Odd(host, "1", type))))).Message.ShouldContain(why);
        Directory.GetDirectories(Path.Combine(host.LogDirectory, ".models")).ShouldBeEmpty();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ServeAndSwapAsync(ServingHost host)
    {
        await host.ApplyAsync(ServingHost.Endpoint("m", Odd(host, "1")));
        WeakReference context = Only();
        (await host.PostAsync("/v2/models/m/infer", Body)).Output("sum").ShouldBe("[16,30]");
        (await host.PostAsync("/v2/models/m/infer", Body.Replace("13", "1001", StringComparison.Ordinal))).Json.GetProperty("error").GetString().ShouldNotBeNull();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("2", TestModels.Constant(1))));
        (await host.PostAsync("/v2/models/m/infer", Body)).Headers["X-Cairn-Version"].ShouldBe("2");
        return context;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Only() => new(AssemblyLoadContext.All.OfType<CodeContext>().Last());

    /// <summary>This assembly itself, once more and in a context of its own.</summary>
    private static VariantRoute Odd(ServingHost host, string version, string? type = "Cairn.Serving.Tests.Code.OddCode")
    {
        string named = type is null ? "" : $$""","type":"{{type}}" """;
        return TestPackages.Write(host.Directory, version, $$"""{"code":{"assembly":"code/Odd.dll","model":"model.onnx"{{named}}},{{TestPackages.Ports}}}""",
            ("code/Odd.dll", File.ReadAllBytes(typeof(CodeTests).Assembly.Location)), ("model.onnx", TestModels.Fragile()));
    }

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private static string Sample => Path.Combine(typeof(CodeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "samples", "scoring-code");
}
