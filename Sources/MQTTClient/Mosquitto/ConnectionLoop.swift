struct ConnectionLoop {
    let settings: MQTTSettings
    let mailbox: Mailbox
    let events: EventQueue
    func run() { while !mailbox.isStopping { mailbox.wake.wait(timeout: .seconds(30)) } }
}
