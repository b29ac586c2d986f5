using System.Security.Cryptography;
using System.Text;

namespace Cairn.Projects;

/// <summary>AES-GCM with a fresh nonce each time, bound to project and name, so that a row moved elsewhere does not open.</summary>
internal sealed class SecretBox(SecretKey key) : ISealing
{
    private const byte Version = 1;
    private const int NonceLength = 12, TagLength = 16, HeadLength = 1 + NonceLength + TagLength;

    public byte[] Seal(string project, string name, string value)
    {
        byte[] plain = Encoding.UTF8.GetBytes(value), made = new byte[HeadLength + plain.Length];
        made[0] = Version;
        Span<byte> nonce = made.AsSpan(1, NonceLength), tag = made.AsSpan(1 + NonceLength, TagLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Value, TagLength);
        aes.Encrypt(nonce, plain, made.AsSpan(HeadLength), tag, Bound(project, name));
        return made;
    }

    /// <exception cref="CryptographicException">Another key, another row, or changed bytes.</exception>
    public string Open(string project, string name, byte[] made)
    {
        if (made.Length < HeadLength || made[0] != Version) throw new CryptographicException("The stored secret has no known form.");
        byte[] plain = new byte[made.Length - HeadLength];
        using var aes = new AesGcm(key.Value, TagLength);
        aes.Decrypt(made.AsSpan(1, NonceLength), made.AsSpan(HeadLength), made.AsSpan(1 + NonceLength, TagLength), plain, Bound(project, name));
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Bound(string project, string name) => Encoding.UTF8.GetBytes($"cairn secret\n{project}\n{name}");
}
