using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Begin;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

/// <summary>Makes a first pipeline of a script or a notebook: a project file and, of a notebook, the script of its code cells.</summary>
internal sealed class InitVerb : Verb
{
    private readonly Option<string> _from = new("--from") { Description = "a script (.py, .R, .sh, .cs) or a Jupyter notebook", HelpName = "file", Required = true };

    public override string Path => "init";

    public override string Summary => "Make a first cairn.yaml of a script or a notebook; overwrites nothing";

    public override IReadOnlyList<string> Examples => ["cairn init --from train.py", "cairn init --from fit.R", "cairn init --from notebooks/explore.ipynb --json"];

    public override void Declare(Command command, SharedOptions shared) => command.Add(_from);

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var from = call.Value(_from)!;
        if (!File.Exists(from))
        {
            throw new UsageException($"there is no file {from}", "give the path of a script or a notebook: cairn init --from train.py");
        }
        var content = await File.ReadAllBytesAsync(from, cancel);
        var (code, script, leftOut) = Read(from, content);
        var notebook = script != from;
        var language = ScriptLanguage.Of(script, code) ?? throw new UsageException($"{from} is neither a script of Python, R, the shell or C# (.py, .R, .sh, .cs) nor a Jupyter notebook (.ipynb)", "any other command is a step by 'run' in cairn.yaml");
        var place = ScriptPlace.Of(script, notebook, language.Facts(code).Uses.Where(u => !u.Writes).Select(u => u.Path));
        var first = FirstPipeline.Of(place, language, code, notebook, System.IO.Path.GetRelativePath(place.Root, System.IO.Path.GetFullPath(from)));
        var files = new List<(string Path, string Text)> { (System.IO.Path.Combine(place.Root, "cairn.yaml"), first.Yaml) };
        if (notebook)
        {
            files.Insert(0, (System.IO.Path.GetFullPath(script), first.Code));
        }
        Create(files);
        Tell(call, place, files, first, leftOut);
        return ExitCode.Ok;
    }

    private static (string Code, string Script, IReadOnlyList<string> LeftOut) Read(string from, byte[] content)
    {
        switch (System.IO.Path.GetExtension(from))
        {
            default:
                return (System.Text.Encoding.UTF8.GetString(content).TrimStart('\uFEFF').ReplaceLineEndings("\n"), from, []);
            case ".ipynb":
                try
                {
                    var notebook = NotebookScript.Read(content, System.IO.Path.GetFileName(from));
                    return (notebook.Code, System.IO.Path.ChangeExtension(from, ".py"), notebook.LeftOut);
                }
                catch (FormatException fault)
                {
                    throw new UsageException($"{from}: {fault.Message}");
                }
        }
    }

    /// <summary>All of the files or none.</summary>
    private static void Create(List<(string Path, string Text)> files)
    {
        if (files.Select(f => f.Path).FirstOrDefault(System.IO.Path.Exists) is { } there)
        {
            throw new UsageException($"{there} is there already, and nothing is overwritten", "move it away, or add the step to the cairn.yaml that you have");
        }
        foreach (var (path, text) in files)
        {
            using var file = new FileStream(path, FileMode.CreateNew);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    private static void Tell(Call call, ScriptPlace place, List<(string Path, string Text)> files, FirstPipeline first, IReadOnlyList<string> leftOut)
    {
        string[] look = [.. leftOut.Select(l => $"left out, as only a notebook understands it: {l}"), .. first.Look];
        string[] made = [.. files.Select(f => System.IO.Path.GetRelativePath(place.Root, f.Path))];
        var answer = new JsonObject
        {
            ["folder"] = place.Root,
            ["files"] = new JsonArray([.. made.Select(f => (JsonNode)f)]),
            ["guessed"] = new JsonArray([.. first.Guessed.Select(g => (JsonNode)g)]),
            ["look"] = new JsonArray([.. look.Select(l => (JsonNode)l)]),
        };
        call.Show(answer, _ =>
        {
            var lines = call.Terminal.Out;
            lines.WriteLine($"made {string.Join(" and ", made)} in {place.Root}");
            foreach (var (head, items) in new[] { ("guessed:", first.Guessed), ("look at:", look) })
            {
                if (items.Count > 0)
                {
                    lines.WriteLine(head);
                }
                foreach (var item in items)
                {
                    lines.WriteLine($"  {item}");
                }
            }
        });
        call.Terminal.Note("next: cairn check, commit, cairn projects add .");
    }
}
