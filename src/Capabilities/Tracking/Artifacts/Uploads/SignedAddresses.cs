using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Microsoft.AspNetCore.Http;

namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>Addresses that carry their own permission: one method and one path, until an instant. The key stays with the installation, so that they outlive a restart.</summary>
internal sealed class SignedAddresses(PlatformOptions options, RealTime real)
{
    private readonly Lazy<byte[]> _key = new(() => Key(Path.Combine(options.Folder("uploads"), "key")));

    /// <param name="path">Decoded, from the root of the server.</param>
    public string Make(HttpRequest request, string method, string path, TimeSpan validity)
    {
        string until = (real.Now + validity).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string encoded = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return $"{request.Scheme}://{request.Host}{request.PathBase}{encoded}?until={until}&signature={Sign(method, path, until)}";
    }

    /// <exception cref="MlflowException">403: it was not made by this server for this, or its time is over.</exception>
    public void Require(HttpRequest request, string method, string path)
    {
        string until = request.Query["until"].ToString();
        bool good = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(request.Query["signature"].ToString()), Encoding.ASCII.GetBytes(Sign(method, path, until)));
        if (!good) throw new MlflowException("PERMISSION_DENIED", "The signature of this address is not good.");
        if (long.Parse(until, CultureInfo.InvariantCulture) < real.Now.ToUnixTimeSeconds()) throw new MlflowException("PERMISSION_DENIED", "The time of this address is over; ask for a new one.");
    }

    private string Sign(string method, string path, string until) => Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{method}\n{path}\n{until}")));

    private static byte[] Key(string file)
    {
        if (File.Exists(file)) return File.ReadAllBytes(file);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        string temporary = $"{file}.{Guid.NewGuid():N}";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var made = new FileStream(temporary, create))
        {
            made.Write(key);
            made.Flush(flushToDisk: true);
        }
        File.Move(temporary, file, overwrite: true);
        return key;
    }
}
