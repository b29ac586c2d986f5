using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>
/// A command of the project's repository that writes a file or a folder of files to <c>CAIRN_OUT_DATA</c>. It runs as a task, in a copy of the
/// commit that is declared; <c>CAIRN_PARTITION</c> names the partition, the secret is a variable of its own name.
/// </summary>
internal sealed class CommandSource(ICompute compute, IProjects projects, IRepositories repositories, ISecrets secrets, DataOptions options) : ISourceKind
{
    private const string Port = "data";

    public string Name => SourceKinds.Command;

    public Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation) => Task.FromResult(new Offer($"command:{ask.Source.Name}", Offer.Untold));

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        ProjectView project = await projects.RequireAsync(ask.Project, cancellation);
        string? secret = await SourceSecret.OpenAsync(secrets, ask, cancellation);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["CAIRN_PARTITION"] = ask.Partition };
        if (secret is not null) variables[ask.Source.Secret!] = secret;
        var task = new ComputeTask(ask.Attempt, ask.Project, ["/bin/sh", "-c", ask.Source.Command!])
        {
            SourceDirectory = await repositories.CheckoutAsync(ask.Project, project.Commit, cancellation),
            Outputs = [Port],
            Environment = variables,
            Secrets = secret is null ? [] : [secret],
            Timeout = options.Timeout,
        };
        ComputeResult result = await compute.RunAsync(task, cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (!result.Succeeded) throw new UnusableSourceException($"The command failed. {(secret is null ? result.Reason : result.Reason?.Replace(secret, "***", StringComparison.Ordinal))}");
            foreach (FileInfo file in Files(result.OutputPaths[Port]))
            {
                await using FileStream content = file.OpenRead();
                await stage.AddAsync(Stage.EndingOf(file.Name), content, cancellation);
            }
        }
        finally
        {
            await compute.ReleaseAsync(task.Key);
        }
        if (stage.Names.Count == 0) throw new UnusableSourceException("The command wrote no file.");
    }

    private static IEnumerable<FileInfo> Files(string path)
        => Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal) : [new FileInfo(path)];
}
