namespace Cairn.Platform.Sql;

/// <summary>One caller's transaction, waiting in a lane of the writer.</summary>
internal interface ISqliteWrite
{
    /// <summary>Runs the work; false when it threw, and then nothing of it may remain.</summary>
    bool Run(SqlSession session);

    void Complete();

    void Fail(Exception cause);
}
