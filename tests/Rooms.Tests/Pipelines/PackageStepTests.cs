using System.IO.Compression;
using System.Text.Json.Nodes;
using Cairn.Contracts.Packages;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>Scoring code of a repository: built, tested and packed around the model of the same run.</summary>
public sealed class PackageStepTests
{
    private const string Yaml = """
        project: lab
        steps:
          train: {run: base64 -d model.b64 > $CAIRN_OUT_MODEL, out: {model: model}}
          late: {use: package, in: {model: train.model}, with: {code: scoring/Scoring.csproj, manifest: scoring/model.json, tests: checks/Checks.csproj}}
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup><Reference Include="Cairn.Scoring" HintPath="$(CairnScoring)" Private="false" /></ItemGroup>
        </Project>
        """;

    private const string Code = """
        using Cairn.Scoring;
        public sealed class Halves : IScoringCode
        {
            public static float Half(float value) => value / 2;
            public ScoringRows Before(ScoringRows inputs) => new ScoringRows(inputs.Rows).Set("x", System.Array.ConvertAll(inputs.Get<float>("twice"), Half));
            public ScoringRows After(ScoringRows inputs, ScoringRows outputs) => new ScoringRows(inputs.Rows).Set("score", outputs.Get<float>("score"));
        }
        """;

    private const string Manifest = """{"inputs":[{"name":"twice","datatype":"FP32"}],"outputs":[{"name":"score","datatype":"FP32"}]}""";

    private const string Checks = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../scoring/Scoring.csproj" />
            <Reference Include="Cairn.Scoring" HintPath="$(CairnScoring)" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task The_version_carries_the_digest_of_the_assembly_that_was_built_and_tested()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, TestEngines.Sqlite,
            ("model.b64", Convert.ToBase64String(DeliveryWorld.Model(1))), ("scoring/Scoring.csproj", Project), ("scoring/Halves.cs", Code), ("scoring/model.json", Manifest),
            ("checks/Checks.csproj", Checks), ("checks/Program.cs", "return Halves.Half(4) == 2 ? 0 : 1;"));
        JsonNode run = await lab.RunAsync();
        run.Text("state").ShouldBe("succeeded", run.ToString());
        string model = PipelineWorld.Step(run, "late")["outputs"]!.Text("model"), path = await lab.World.Get<IArtifactStore>().PathAsync(model, TestContext.Current.CancellationToken);
        JsonNode report = JsonNode.Parse(await lab.OutputAsync(run, "late", "report"))!;
        CodePart code = PackageFile.Read(path).Code.ShouldNotBeNull();
        (code.Assembly, code.Digest).ShouldBe(("code/Scoring.dll", report.Text("digest")));
        await using (ZipArchive archive = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken))
        {
            Digest.Of(Bytes(archive.GetEntry(code.Assembly)!)).ShouldBe(code.Digest);
            archive.Entries.ShouldNotContain(e => e.Name.StartsWith("Cairn.", StringComparison.Ordinal));
        }

        ModelVersionView version = (await lab.World.Get<IModels>().ListAsync("lab", "late", TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (version.Digest, version.Format, JsonNode.Parse(version.SignatureJson)!.Text("code")).ShouldBe((model, "zip", code.Digest));
        // The same commit elsewhere and later gives the same bytes.
        PipelineWorld.Step(await lab.RunAsync(new { no_cache = true }), "late")["outputs"]!.Text("model").ShouldBe(model);

        lab.Repository.Write("checks/Program.cs", "return Halves.Half(4) == 3 ? 0 : 1;");
        await lab.CommitAsync();
        JsonNode failed = await lab.RunAsync();
        failed.Text("state").ShouldBe("failed");
        PipelineWorld.Step(failed, "late").Text("failure").ShouldBe("The tests of the scoring code failed: 'dotnet run' ended with 1; the log of the step says why.");
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
