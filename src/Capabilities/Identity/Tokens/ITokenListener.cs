using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <summary>Hears of tokens that data planes know (infer, probe) when they are made or revoked, within the transaction.</summary>
public interface ITokenListener
{
    void Changed(SqlSession transaction);
}
