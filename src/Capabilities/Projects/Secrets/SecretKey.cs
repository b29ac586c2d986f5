using Cairn.Platform;

namespace Cairn.Projects;

/// <summary>
/// The key that secrets are encrypted with: given by CAIRN_SECRETS_KEY (32 bytes in base64), else a file <c>secrets.key</c> in the data
/// directory, made with the first secret and readable by its owner alone. A copy of the database alone opens nothing.
/// </summary>
internal sealed class SecretKey(PlatformOptions platform, ProjectsOptions options)
{
    private const int Length = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock _lock = new();
    private byte[]? _key;

    /// <exception cref="InvalidOperationException">The key cannot be used; the message says how to mend it.</exception>
    public byte[] Value
    {
        get
        {
            lock (_lock) return _key ??= options.SecretsKey is { Length: > 0 } given ? Decode(given, "CAIRN_SECRETS_KEY") : OfFile(Path.Combine(Path.GetFullPath(platform.DataDirectory), "secrets.key"));
        }
    }

    private static byte[] OfFile(string path)
    {
        if (!File.Exists(path)) Make(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
            throw new InvalidOperationException("The key file secrets.key may be read by others than its owner. Look who had it, then: chmod 600 secrets.key");
        return Decode(File.ReadAllText(path).Trim(), "secrets.key");
    }

    // Written beside and moved, so that a crash leaves no half of a key.
    private static void Make(string path)
    {
        string fresh = path + "." + Guid.NewGuid().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(fresh, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Length)) + "\n"));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another server of the same data directory was faster.
            File.Delete(fresh);
        }
    }

    private static byte[] Decode(string text, string where)
    {
        byte[] key = new byte[Length];
        return Convert.TryFromBase64String(text, key, out int length) && length == Length ? key : throw new InvalidOperationException($"{where} must hold 32 bytes in base64, as of: head -c 32 /dev/urandom | base64");
    }
}
