using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

internal sealed class ProjectAddVerb : Verb
{
    private readonly Argument<string> _repository = new("repository") { Description = "folder of a git repository with cairn.yaml, or its git address" };
    private readonly Option<string?> _branch = new("--branch") { Description = "branch that is watched; else the repository's own default", HelpName = "name" };

    public override string Path => "projects add";

    public override string Summary => "Register a project from a git repository";

    public override IReadOnlyList<string> Examples => ["cairn projects add .", "cairn projects add https://git.example.org/team/delay.git --branch main"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_repository);
        command.Add(_branch);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var given = call.Value(_repository);
        // The server need not share this working directory.
        var repository = Directory.Exists(given) ? System.IO.Path.GetFullPath(given) : given;
        var body = new JsonObject { ["repository"] = repository };
        if (call.Value(_branch) is { } branch)
        {
            body["branch"] = branch;
        }
        var answer = await call.Client.PostAsync("api/v1/projects", body, cancel);
        call.Show(answer, new RecordPrinter(call.Terminal).Print);
        call.Terminal.Note($"next: cairn run --project {answer?["name"]}");
        return ExitCode.Ok;
    }
}
