/**
 * What to do when something is not as usual, in Chinese and English: read on the tablet, without a network. A name in braces is a word of the table:
 * what a button says stands here as the button says it.
 * @type {{id: string, title: {zh: string, en: string}, text: {zh: string, en: string}}[]}
 */
export const HELP = [
  {
    id: "network",
    title: { zh: "没有网络", en: "There is no network" },
    text: {
      zh: "照常检查。每项录入先保存在本机，出现 ✓ 才算保存；有网络后自动发送，不必操作。页面上方一直显示未发送的条数和最早一条的时间。",
      en: "Go on as usual. Each entry is saved on this tablet first, and only a ✓ means that it is; what is saved is sent by itself once there is a network. How many entries are not sent, and the age of the oldest, always stand at the head of the page.",
    },
  },
  {
    id: "states",
    title: { zh: "三种状态", en: "The three states" },
    text: {
      zh: "“{word.tablet}”：还有录入或照片只在这台平板上。“{word.sent}”：都已交给服务器。“{word.verified}”：服务器已确认全部录入和照片。",
      en: "“{word.tablet}”: some entries or photos are here only. “{word.sent}”: all of them were handed to the server. “{word.verified}”: the server has confirmed every entry and photo.",
    },
  },
  {
    id: "find",
    title: { zh: "找到检查对象或器具", en: "Finding an object or an instrument" },
    text: {
      zh: "在“{today.title}”扫描标签上的二维码，或输入编号。没有网络也可以。",
      en: "Scan the code of its label on the page “{today.title}”, or type its number. Both work without a network.",
    },
  },
  {
    id: "unregistered",
    title: { zh: "现场的器具不在名录中", en: "An instrument that is not in the register" },
    text: {
      zh: "在器具列表的最后点“{register.other}”，照铭牌录入。",
      en: "Tap “{register.other}” below the list of instruments, and enter what its plate says.",
    },
  },
  {
    id: "wrong",
    title: { zh: "录错了", en: "A wrong entry" },
    text: {
      zh: "直接改成正确的值，或点“{undo}”；较早的在“{entries.title}”中逐条撤销。原来的录入仍然保留，不再计入。",
      en: "Type the right value, or tap “{undo}”; earlier entries are taken back one by one under “{entries.title}”. What was entered is kept, but no longer counts.",
    },
  },
  {
    id: "photo",
    title: { zh: "照片拍坏了", en: "A photo came out badly" },
    text: {
      zh: "点照片下面的“{photos.again}”。新照片保存之前，原来的一张一直有效。",
      en: "Tap “{photos.again}” below it. The old photo counts until the new one is saved.",
    },
  },
  {
    id: "impossible",
    title: { zh: "停业、找不到或拒绝检查", en: "Closed, not found, or refused" },
    text: {
      zh: "在“{step.overview}”点“{impossible.ask}”，选择原因，再到“{step.finish}”点“{finish.now}”。",
      en: "Tap “{impossible.ask}” under “{step.overview}”, choose why, and then tap “{finish.now}” under “{step.finish}”.",
    },
  },
  {
    id: "unsigned",
    title: { zh: "被检查人不签名", en: "The business does not sign" },
    text: {
      zh: "在“{step.consent}”点“{consent.refuse}”，填写理由和见证人。签名之后又改了记录，要重新签名。",
      en: "Tap “{consent.refuse}” under “{step.consent}”, and give the reason and a witness. A record that was changed after it was signed has to be signed again.",
    },
  },
  {
    id: "two",
    title: { zh: "两台平板检查同一对象", en: "Two tablets, one visit" },
    text: {
      zh: "各自录入，有网络时互相看到；谁也不会覆盖谁。同一项录入不同的值时两个值并列，点“{conflict.take}”选定。每台平板都要点“{finish.now}”或“{finish.anyway}”。",
      en: "Both enter, and see each other's entries when there is a network; neither overwrites anything. Where they differ, both values stand side by side: tap “{conflict.take}” at the right one. Each of them has to tap “{finish.now}” or “{finish.anyway}”.",
    },
  },
  {
    id: "returned",
    title: { zh: "检查被退回", en: "The office sent a visit back" },
    text: {
      zh: "标有“{today.returned}”的检查，页面上方写着理由。改正之后再点一次“{finish.now}”或“{finish.anyway}”。",
      en: "A visit marked “{today.returned}” says why at its head. Correct it, and tap “{finish.now}” or “{finish.anyway}” once more.",
    },
  },
  {
    id: "unsaved",
    title: { zh: "页面上方显示“未保存”", en: "The head of the page says “not saved”" },
    text: {
      zh: "写出来的那几项还没有存到本机。不要关闭本页；腾出存储空间后点“{saved.again}”。",
      en: "What it names is not on the disk. Do not close the page: make room, and tap “{saved.again}”.",
    },
  },
  {
    id: "full",
    title: { zh: "存储空间不足", en: "Too little room" },
    text: {
      zh: "录入不受影响，但不能再拍照。联网发送后，在“{records.title}”点“{storage.tidy}”，或删除平板上其他程序的文件。",
      en: "Answers are still saved, photos are not. Send what there is, then tap “{storage.tidy}” under “{records.title}”, or delete files of other programs.",
    },
  },
  {
    id: "broken",
    title: { zh: "发送不了，或要换一台平板", en: "It does not send, or the tablet has to be changed" },
    text: {
      zh: "在“{records.title}”点“{rescue.save}”，把文件带回机关导入；本机的数据不会因此删除。平板无法开机或丢失，立即告诉监管负责人：已发送的都在服务器上，授权可以马上撤销。",
      en: "Tap “{rescue.save}” under “{records.title}”, and take the file to the office; nothing is deleted here by it. If the tablet does not start or is lost, tell your supervisor at once: what was sent is on the server, and its access can be revoked.",
    },
  },
  {
    id: "return",
    title: { zh: "交回平板", en: "Handing the tablet back" },
    text: {
      zh: "先在“{records.title}”看到“{records.all_sent}”，再交给监管负责人；办公室页面会回答这台平板能不能收回。",
      en: "First see “{records.all_sent}” under “{records.title}”, then hand it to your supervisor: the office's page of tablets says whether it may be taken back.",
    },
  },
  {
    id: "practice",
    title: { zh: "先练一练", en: "Trying it first" },
    text: {
      zh: "在“{records.title}”点“{practice.begin}”：检查对象是虚构的，练习记录永不发送。",
      en: "Tap “{practice.begin}” under “{records.title}”: the objects are made up, and nothing of it is ever sent.",
    },
  },
];
