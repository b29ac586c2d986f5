using System.IO.Compression;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Packages;
using Cairn.Serving.Models;
using Cairn.Serving.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Packages;

/// <summary>Makes a packaged model ready: unpacks it into a folder of its own and starts what is in it. Both are gone when the model is freed.</summary>
internal sealed class PackageLoader(ServingClocks clocks, IOptions<ServingOptions> options, ILogger<ModelServer> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _ending = [];
    private int _number;

    // No endpoint's folder begins with a point.
    private string Home => Path.GetFullPath(Path.Combine(options.Value.LogDirectory, ".models"));

    public LoadedModel Load(ModelRef file, Func<ModelRef, LoadedModel> member)
    {
        try
        {
            ModelPackage package = PackageFile.Read(file.Path);
            if (!options.Value.Programs) throw new ModelFault("This server serves no packaged models; they are allowed by its setting 'Programs'.");
            if (package.Command is { } command) return LoadCommand(file, package, command);
            throw new ModelFault("Packages of this kind are not served.");
        }
        catch (PackageException e) { throw new ModelFault(e.Message); }
    }

    /// <summary>Waits for all that is being ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_gate) ending = [.. _ending];
        await Task.WhenAll(ending);
    }

    private static ModelPort[] Ports(IReadOnlyList<PackagePort> ports) => [.. ports.Select(p => new ModelPort(p.Name, Datatypes.Parse(p.Datatype), p.Shape))];

    private CommandModel LoadCommand(ModelRef file, ModelPackage package, IReadOnlyList<string> command)
    {
        if (package.Inputs.Concat(package.Outputs).FirstOrDefault(p => p.Datatype == Datatype.Fp16.Name()) is { } half)
            throw new ModelFault($"'{half.Name}' is FP16, which has no JSON form; let the server take and give FP32.");
        string folder = Unpack(file);
        var start = new ServerStart(command, folder, Path.Combine(Home, Short(file.Digest) + ".log"), package.Server.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
        var server = new ModelServer(start, package.Server, clocks.Real, logger);
        try { server.StartAsync().GetAwaiter().GetResult(); }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        IServerWire wire = package.Server.Speaks == ServerProtocol.V2 ? new V2Wire(package.Server.Model) : new InvocationsWire();
        return new CommandModel(file.Digest, Ports(package.Inputs), Ports(package.Outputs), (server, wire), freed => End(EndAsync(freed.Server, folder)));
    }

    private static async Task EndAsync(ModelServer server, string folder)
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Who frees a model is a request that ends; it does not wait for processes.</summary>
    private void End(Task ending)
    {
        lock (_gate) _ending.Add(ending);
        ending.ContinueWith(t => { lock (_gate) _ending.Remove(t); }, TaskScheduler.Default);
    }

    private static string Short(string digest) => digest["sha256:".Length..][..16];

    private string Unpack(ModelRef file)
    {
        string folder = Path.Combine(Home, $"{Short(file.Digest)}-{Environment.ProcessId}-{Interlocked.Increment(ref _number)}");
        Directory.CreateDirectory(folder);
        try
        {
            ZipFile.ExtractToDirectory(file.Path, folder);
            return folder;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Directory.Delete(folder, recursive: true);
            throw new ModelFault("The archive cannot be unpacked; it is damaged, names files outside of itself, or the disk is full.");
        }
    }
}
