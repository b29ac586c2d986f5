using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A step that is a single file of C#, built and run by the SDK.</summary>
public sealed class CSharpStepTests
{
    private const string Yaml = """
        project: lab
        steps: {count: {run: dotnet run steps/count.cs -- 3, out: {text: file}}}
        """;
    private const string Code = """
        #:property PublishAot=false
        #if LOUD
        string word = File.ReadAllText("steps/word.txt").Trim().ToUpperInvariant();
        #else
        string word = "quiet";
        #endif
        File.WriteAllText(Environment.GetEnvironmentVariable("CAIRN_OUT_TEXT")!, string.Join(' ', Enumerable.Repeat(word, int.Parse(args[0]))));
        """;
    private const string Props = "<Project><PropertyGroup><DefineConstants>$(DefineConstants);LOUD</DefineConstants></PropertyGroup></Project>";

    [Fact]
    public async Task It_runs_as_it_stands_and_its_identity_is_the_file_what_built_it_and_what_it_read()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, TestEngines.Sqlite,
            ("steps/count.cs", Code), ("steps/Directory.Build.props", Props), ("steps/word.txt", "owl\n"), ("notes.md", "none\n"));
        JsonNode run = await lab.RunAsync();
        run.Text("state").ShouldBe("succeeded", run.ToString());
        (await lab.OutputAsync(run, "count", "text")).ShouldBe("OWL OWL OWL");
        JsonObject parts = JsonNode.Parse((await lab.World.Database.ReadAsync(s => s.Scalar<string>("select parts from pipeline_steps where step = 'count'"), TestContext.Current.CancellationToken))!)!.AsObject();
        parts.Select(p => p.Key).Where(k => k.StartsWith("code ", StringComparison.Ordinal)).ShouldBe(["code steps/Directory.Build.props", "code steps/count.cs", "code steps/word.txt"], ignoreOrder: true);
        parts.ContainsKey("program dotnet").ShouldBeTrue();
        // What would be done is asked, for to build it takes seconds.
        (await PlannedAsync(lab, "notes.md", "other\n")).ShouldBe("cached");
        (await PlannedAsync(lab, "steps/word.txt", "cat\n")).ShouldBe("run");
        (await PlannedAsync(lab, "steps/word.txt", "owl\n")).ShouldBe("cached");
        (await PlannedAsync(lab, "steps/Directory.Build.props", "<Project />")).ShouldBe("run");
        (await PlannedAsync(lab, "steps/Directory.Build.props", Props)).ShouldBe("cached");
        (await PlannedAsync(lab, "steps/count.cs", Code + "// more\n")).ShouldBe("run");
        (await PlannedAsync(lab, "steps/count.cs", Code)).ShouldBe("cached");
        (await PlannedAsync(lab, "steps/global.json", "{}")).ShouldBe("run", "a file that the SDK looks for has come");
    }

    private static async Task<string> PlannedAsync(PipelineWorld lab, string path, string text)
    {
        lab.Repository.Write(path, text);
        await lab.CommitAsync();
        return (await lab.SendAsync("POST", "/pipeline-plans", new { }))["steps"]!.AsArray().Single()!.Text("will");
    }
}
