using Cairn.Onnx;
using Cairn.Platform;
using Cairn.Platform.Artifacts;

namespace Cairn.Endpoints;

/// <summary>Model files as the runtime opens them: each in a private directory of its own, checked before it is there.</summary>
internal sealed class ModelFolder(IArtifactStore artifacts, PlatformOptions options) : IModelFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public async Task<string> PathAsync(string digest, CancellationToken cancellation)
    {
        string home = Path.Combine(options.Folder("models"), digest["sha256:".Length..]), file = Path.Combine(home, "model.onnx");
        if (File.Exists(file)) return file;
        string fresh = $"{home}.{Guid.NewGuid():N}";
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(fresh);
        else Directory.CreateDirectory(fresh, Private);
        try
        {
            await CopyAsync(digest, Path.Combine(fresh, "model.onnx"), cancellation);
            OnnxFile.Check(Path.Combine(fresh, "model.onnx"));
            if (!File.Exists(file)) Directory.Move(fresh, home);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
        return file;
    }

    private async Task CopyAsync(string digest, string to, CancellationToken cancellation)
    {
        await using Stream from = await artifacts.OpenAsync(digest, cancellation);
        await using FileStream file = File.Create(to);
        await from.CopyToAsync(file, cancellation);
    }
}
