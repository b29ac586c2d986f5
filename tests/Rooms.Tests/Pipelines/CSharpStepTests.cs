using System.Security.Cryptography;
using System.Text;
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

    [Fact]
    public async Task What_was_built_of_it_is_taken_again_and_only_for_what_it_was_built_of()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("""
            project: lab
            steps: {count: {run: dotnet run count.cs, out: {text: file}}}
            """, TestEngines.Sqlite, ("count.cs", Telling));
        (await ToldAsync(lab)).ShouldBe("one built here");
        JsonObject parts = await PartsAsync(lab, 1);
        string shelf = Path.Combine(lab.World.Directory, "compute-environments", "builds", "lab"), kept = Directory.GetDirectories(shelf).ShouldHaveSingleItem();
        // Only who takes it can know what is written here.
        string settings = Directory.GetFiles(kept, "count.runtimeconfig.json", SearchOption.AllDirectories).Single(f => f.Contains("/bin/", StringComparison.Ordinal)), made = Path.Combine(kept, "made.json"), before = await File.ReadAllTextAsync(settings);
        await File.WriteAllTextAsync(settings, before.Replace("\"configProperties\": {", "\"configProperties\": {\"Taken\": \"taken\",", StringComparison.Ordinal));
        await File.WriteAllTextAsync(made, (await File.ReadAllTextAsync(made)).Replace(Hash(before), Hash(await File.ReadAllTextAsync(settings)), StringComparison.Ordinal));
        (await ToldAsync(lab)).ShouldBe("one taken here");
        (await PartsAsync(lab, 2)).ToJsonString().ShouldBe(parts.ToJsonString(), "what the SDK read counts as before");
        lab.Repository.Write("count.cs", Telling.Replace("one", "two", StringComparison.Ordinal));
        await lab.CommitAsync();
        (await ToldAsync(lab)).ShouldBe("two built here");
        Directory.GetDirectories(shelf).Length.ShouldBe(2);
    }

    private const string Telling = """
        #:property PublishAot=false
        string place = Path.GetFullPath("count.cs") == (string)AppContext.GetData("EntryPointFilePath")! ? "here" : "elsewhere";
        File.WriteAllText(Environment.GetEnvironmentVariable("CAIRN_OUT_TEXT")!, $"one {AppContext.GetData("Taken") ?? "built"} {place}");
        """;

    private static async Task<string> ToldAsync(PipelineWorld lab)
    {
        JsonNode run = await lab.RunAsync(new { no_cache = true });
        run.Text("state").ShouldBe("succeeded", run.ToString());
        return await lab.OutputAsync(run, "count", "text");
    }

    private static async Task<JsonObject> PartsAsync(PipelineWorld lab, int number)
        => JsonNode.Parse((await lab.World.Database.ReadAsync(s => s.Scalar<string>("select s.parts from pipeline_steps s join pipeline_runs r on r.id = s.run_id where r.number = @number", new { number }), TestContext.Current.CancellationToken))!)!.AsObject();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> PlannedAsync(PipelineWorld lab, string path, string text)
    {
        lab.Repository.Write(path, text);
        await lab.CommitAsync();
        return (await lab.SendAsync("POST", "/pipeline-plans", new { }))["steps"]!.AsArray().Single()!.Text("will");
    }
}
