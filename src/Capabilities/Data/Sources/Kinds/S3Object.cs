using System.Globalization;
using System.Xml.Linq;

namespace Cairn.Data.Sources.Kinds;

/// <summary>An object as a list of the store tells of it.</summary>
internal sealed record S3Object(string Key, long Size, string Tag)
{
    public static S3Object Read(XElement of) => new(
        S3Source.Text(of, "Key") ?? "", long.TryParse(S3Source.Text(of, "Size"), CultureInfo.InvariantCulture, out long size) ? size : 0, (S3Source.Text(of, "ETag") ?? "").Trim('"'));
}
