using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Cli.Begin;
using Cairn.Contracts.Projects;

namespace Cairn.Cli.Tests;

/// <summary>A first project file out of a script or a notebook.</summary>
public sealed class InitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("late-flights").FullName;

    public InitTests() => Directory.CreateDirectory(Path.Combine(_folder, ".git"));

    [Fact]
    public async Task A_script_becomes_a_step_that_runs_it_unedited()
    {
        Write("rows.csv", "a\n1\n2\n");
        Write("requirements.txt", "numpy==2.0\n");
        string script = Write("train.py", """
            import json, random
            random.seed(1)
            rows = open("rows.csv").read().split()[1:]   # read_csv("never.csv") in a comment
            with open('out/metrics.json', 'w') as f:
                json.dump({"rows": len(rows)}, f)
            print("to_csv('nor.csv')")
            """);
        Session made = await InitAsync(script);
        made.Code.ShouldBe(0, made.Error);
        made.Out.ShouldContain("train.py:4 writes out/metrics.json: the output 'metrics' of type metrics");
        (await Session.RunAsync(new FakeServer(), $"check {_folder}")).Code.ShouldBe(0);
        ProjectFile file = Parsed();
        (file.Env, file.Data.Count, file.Steps["train"].Out["metrics"]).ShouldBe(("requirements.txt", 0, PortType.Metrics));

        Assert.SkipUnless(Start("/bin/sh", "command -v python3", []) == 0, "there is no python3");
        string output = Path.Combine(_folder, "port");
        Start("/bin/sh", file.Steps["train"].Run!, new() { ["CAIRN_OUT_METRICS"] = output }).ShouldBe(0);
        ((int)JsonNode.Parse(await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken))!["rows"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_notebook_becomes_a_script_of_its_code_cells_that_reads_its_sources()
    {
        string notebook = Notebook("# Title", "%matplotlib inline\nimport pandas as pd\nimport matplotlib.pyplot as plt\n!pip install pandas \\\n  numpy\n", "df = pd.read_csv(\"https://example.org/late flights.csv\")\ndf?\nx = (1\n  % 3)\nif x:\n    !ls\nfiles = !ls\ndisplay(df)", "%%bash\necho 'unclosed", "plt.savefig('plots/look.png')");
        Session made = await InitAsync(notebook);
        made.Code.ShouldBe(0, made.Error);
        string script = await File.ReadAllTextAsync(Path.Combine(_folder, "nb", "explore.py"), TestContext.Current.CancellationToken);
        script.ShouldContain("df = pd.read_parquet(os.environ[\"CAIRN_IN_LATE_FLIGHTS\"])");
        script.ShouldContain("\n# left out: !pip install pandas \\\n# left out: numpy\n");
        script.ShouldContain("\n  % 3)\nif x:\n    pass  # left out: !ls\nfiles = []  # left out: files = !ls\n");
        script.ShouldContain("import os\ndisplay = print\n");
        ProjectFile file = Parsed();
        file.Data["late_flights"].From.ShouldBe("https://example.org/late flights.csv");
        Step step = file.Steps["explore"];
        (step.In["late_flights"].ToString(), step.Vars["MPLBACKEND"]).ShouldBe(("data.late_flights", "Agg"));
        step.Run!.Split('\n')[1..].ShouldBe(["cd nb", "mkdir -p plots", "python3 explore.py", "cp plots/look.png \"$CAIRN_OUT_LOOK\"", ""]);
        Assert.SkipUnless(Start("/bin/sh", "command -v python3", []) == 0, "there is no python3");
        Start("python3", "import ast; ast.parse(open('nb/explore.py').read())", []).ShouldBe(0);
    }

    [Fact]
    public async Task A_script_of_R_is_run_by_Rscript_with_the_lock_of_renv()
    {
        Write("renv.lock", "{}");
        Write("rows.csv", "a\n1\n2\n");
        string script = Write("fit.R", """
            # saveRDS(x, "never.rds")
            rows <- read.csv("rows.csv")   # it's read
            fit <- lm(a ~ 1, rows)
            saveRDS(fit, "out/fit.rds")
            cat(paste0("{\"n\": ", nrow(rows), "}"), file = "metrics.json")
            readr::read_csv('https://example.org/late.csv')
            """);
        JsonNode answer = JsonNode.Parse((await Session.RunAsync(new FakeServer(), $"init --json --from {script}")).Out)!;
        ProjectFile file = Parsed();
        Step step = file.Steps["fit"];
        (file.Env, step.In["late"].ToString(), string.Join(' ', step.Out.Select(o => $"{o.Key}:{o.Value}"))).ShouldBe(("renv.lock", "data.late", "fit:File metrics:Metrics"));
        step.Run!.Split('\n').ShouldContain("Rscript fit.R");
        string look = string.Join('\n', answer["look"]!.AsArray().Select(l => (string)l!));
        look.ShouldContain("arrow::open_dataset(Sys.getenv(\"CAIRN_IN_LATE\"))");
        look.ShouldContain("sets no seed");

        Assert.SkipUnless(Start("/bin/sh", "command -v Rscript", []) == 0, "there is no R");
        Start("/bin/sh", step.Run!.Replace("Rscript fit.R", "sed -i '$d' fit.R; Rscript fit.R", StringComparison.Ordinal), new() { ["CAIRN_OUT_FIT"] = Path.Combine(_folder, "port"), ["CAIRN_OUT_METRICS"] = Path.Combine(_folder, "numbers") }).ShouldBe(0);
        ((int)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "numbers"), TestContext.Current.CancellationToken))!["n"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_script_of_the_shell_writes_what_it_redirects()
    {
        string script = Write("count.sh", "#!/usr/bin/env bash\n# > never.txt\nset -e\necho \"a > b.txt\" >&2\nseq 3 > rows.txt\nwc -l < rows.txt >> sums/count.txt 2>/dev/null\n");
        (await InitAsync(script)).Code.ShouldBe(0);
        Step step = Parsed().Steps["count"];
        step.Run!.Split('\n').ShouldContain("bash count.sh");
        step.Out.Keys.ShouldBe(["rows", "count"]);
        Start("/bin/sh", step.Run!, new() { ["CAIRN_OUT_ROWS"] = Path.Combine(_folder, "one"), ["CAIRN_OUT_COUNT"] = Path.Combine(_folder, "two") }).ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "two"), TestContext.Current.CancellationToken)).Trim().ShouldBe("3");
    }

    [Fact]
    public async Task A_single_file_of_CSharp_is_run_by_dotnet()
    {
        string script = Write("steps/count.cs", "#:property PublishAot=false\n// File.WriteAllText(\"never.txt\")\nvar rows = File.ReadAllLines(\"https://example.org/rows.csv\"); // it's\nFile.WriteAllText(\"out/metrics.json\", \"{}\");\n");
        (await InitAsync(script)).Code.ShouldBe(0);
        Step step = Parsed().Steps["count"];
        (step.In["rows"].ToString(), step.Out.Keys.Single()).ShouldBe(("data.rows", "metrics"));
        step.Run!.Split('\n').ShouldContain("dotnet run steps/count.cs");
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_nothing_left_half_written()
    {
        string notebook = Notebook("# t", "x = 1");
        Write("cairn.yaml", "mine");
        Session refused = await InitAsync(notebook);
        (refused.Code, Directory.GetFiles(Path.Combine(_folder, "nb")).Length).ShouldBe((2, 1));
        refused.Error.ShouldContain("cairn.yaml is there already");
        File.Delete(Path.Combine(_folder, "cairn.yaml"));
        Write("nb/explore.py", "mine");
        (await InitAsync(notebook)).Code.ShouldBe(2);
        File.Exists(Path.Combine(_folder, "cairn.yaml")).ShouldBeFalse();
        (await File.ReadAllTextAsync(Path.Combine(_folder, "nb/explore.py"), TestContext.Current.CancellationToken)).ShouldBe("mine");
    }

    [Theory]
    [InlineData("a.ipynb", "{", "not a Jupyter notebook")]
    [InlineData("a.ipynb", """{"cells":[]}""", "no cell with code")]
    [InlineData("a.ipynb", """{"metadata":{"kernelspec":{"language":"R"}},"cells":[]}""", "its language is R")]
    [InlineData("a.jl", "x", "neither a script of Python, R, the shell or C#")]
    public async Task What_is_no_script_is_refused(string name, string text, string problem)
    {
        Session refused = await InitAsync(Write(name, text));
        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain(problem);
    }

    [Fact]
    public async Task What_cannot_be_seen_is_told()
    {
        string script = Write("train.py", "import joblib\ndf = pd.read_csv(f'{x}.csv')\nm.fit(df, pd.read_csv('/no/such/truth.csv', sep=';'))\njoblib.dump(m, 'm.pkl')\ndf.to_csv('/tmp/x.csv')\n");
        JsonNode answer = JsonNode.Parse((await Session.RunAsync(new FakeServer(), $"init --json --from {script}")).Out)!;
        string look = string.Join('\n', answer["look"]!.AsArray().Select(l => (string)l!));
        foreach (string part in new[] { "train.py:2 reads a file whose path is made", "/no/such/truth.csv is not there", "train.py:3 still reads", "CAIRN_IN_TRUTH", "m.pkl is a pickle", "outside of the repository", "sets no seed", "no lock file", "no metrics" })
            look.ShouldContain(part);
        Parsed().Steps["train"].Out["m"].ShouldBe(PortType.File);
    }

    [Fact]
    public void Whatever_the_script_the_draft_passes_the_check()
    {
        string[] pieces = ["pd.read_csv(", "df.to_csv(", "open(", "joblib.dump(m, ", "'", "\"", "\"\"\"", "a.csv", "{x}", "s3://b/k.parquet", "https://h/x.json", "-o.pkl", "it's: #1.json", ",", ")", "\n", "\\", "#", "f'", "'w'", "ü.csv", "../up.csv", "/abs.csv", "metrics.json", "$(rm).onnx", " ", "(", "~/.x", "read.csv(\"", "saveRDS(m, '", "cat x > ", "< ", "File.WriteAllText(\"", "// "];
        string[] names = ["data.py", "data.R", "data.sh", "data.cs"];
        var random = new Random(17);
        for (int i = 0; i < 1600; i++)
        {
            string code = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            // Of refuses a draft with faults itself.
            string name = names[i % names.Length];
            ScriptPlace place = ScriptPlace.Of(Path.Combine(_folder, name), false, []);
            Should.NotThrow(() => FirstPipeline.Of(place, ScriptLanguage.Of(name, code)!, code, i % 2 == 0, name), code);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<Session> InitAsync(string from) => Session.RunAsync(new FakeServer(), $"init --from {from}");

    private ProjectFile Parsed()
    {
        ProjectFileResult result = ProjectFile.Parse(File.ReadAllBytes(Path.Combine(_folder, "cairn.yaml")), "cairn.yaml");
        result.Faults.ShouldBeEmpty();
        return result.File!;
    }

    private string Notebook(string text, params string[] cells)
    {
        var all = new JsonArray(new JsonObject { ["cell_type"] = "markdown", ["source"] = text });
        foreach (string cell in cells) all.Add((JsonNode)new JsonObject { ["cell_type"] = "code", ["source"] = new JsonArray([.. cell.Split('\n').Select((l, i) => (JsonNode)(i < cell.Split('\n').Length - 1 ? l + "\n" : l))]) });
        return Write("nb/explore.ipynb", new JsonObject { ["nbformat"] = 4, ["metadata"] = new JsonObject { ["language_info"] = new JsonObject { ["name"] = "python" } }, ["cells"] = all }.ToJsonString());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private int Start(string program, string script, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, ["-c", script]) { WorkingDirectory = _folder, RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
